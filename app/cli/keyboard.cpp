// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/keyboard.h"

#include <poll.h>
#include <unistd.h>

#include <string_view>

namespace lacuna::app {

Key keyOf(const char* bytes, int count) {
  struct Meaning {
    std::string_view bytes;
    Key key;
  };
  // As xterm, its application mode, and the Linux console write them.
  static constexpr Meaning kMeanings[] = {{"\x1b[D", Key::Left},  {"\x1bOD", Key::Left},  {"h", Key::Left},
                                          {"\x1b[C", Key::Right}, {"\x1bOC", Key::Right}, {"l", Key::Right},
                                          {"\x1b[H", Key::Home},  {"\x1bOH", Key::Home},  {"\x1b[1~", Key::Home},
                                          {"\x1b[F", Key::End},   {"\x1bOF", Key::End},   {"\x1b[4~", Key::End},
                                          {" ", Key::Space},      {"\t", Key::Tab},       {"q", Key::Quit},
                                          {"Q", Key::Quit},       {"\x1b", Key::Quit},    {"\x04", Key::Quit}};
  const std::string_view pressed(bytes, static_cast<std::size_t>(count));
  for (const Meaning& meaning : kMeanings) {
    if (meaning.bytes == pressed) return meaning.key;
  }
  return Key::None;
}

Keyboard::Keyboard(int descriptor) : descriptor_(descriptor) {
  if (isatty(descriptor_) != 1 || tcgetattr(descriptor_, &before_) != 0) return;
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  there_ = tcsetattr(descriptor_, TCSANOW, &raw) == 0;
}

Keyboard::~Keyboard() {
  if (there_) tcsetattr(descriptor_, TCSANOW, &before_);
}

Key Keyboard::wait(int milliseconds) const {
  pollfd watched{there_ ? descriptor_ : -1, POLLIN, 0};
  if (poll(&watched, 1, milliseconds) <= 0) return Key::None;
  char bytes[8];
  const ssize_t count = read(descriptor_, bytes, sizeof bytes);
  // A terminal that went away would answer at once for ever.
  if (count <= 0) return Key::Quit;
  return keyOf(bytes, static_cast<int>(count));
}

}  // namespace lacuna::app
