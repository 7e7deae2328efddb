// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/search_calls.h"

#include "app/storage_thread.h"
#include "storage/search/library_search.h"

namespace lacuna::app {

void SearchCalls::find(const storage::SearchRequest& request) {
  const quint64 number = ++newest_;
  storage_.postSearch([this, request, number](storage::LibrarySearch& search) {
    if (number == newest_) Q_EMIT found(request, search.find(request));
  });
}

}  // namespace lacuna::app
