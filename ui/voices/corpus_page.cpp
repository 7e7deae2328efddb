// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/corpus_page.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/act_button.h"
#include "ui/fonts.h"
#include "ui/voices/flow_layout.h"
#include "ui/voices/source_choice.h"
#include "ui/voices/voice_words.h"
#include "ui/window/file_dialog.h"

namespace lacuna::ui {
namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kSourceRows = 4;  // that are seen
constexpr int kChapterRows = 9;
enum ChapterColumn { Title, Words, Use, Why, ChapterColumns };

QTreeWidget* makeTable(const QStringList& heads, const QString& name, int rows, QWidget* parent) {
  auto* table = new QTreeWidget(parent);
  table->setAccessibleName(name);
  table->setHeaderLabels(heads);
  table->setRootIsDecorated(false);
  table->setUniformRowHeights(true);
  table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table->header()->setStretchLastSection(false);
  for (int column = 0; column < heads.size(); ++column) {
    const bool wide = column == 0 || column + 1 == heads.size();
    table->header()->setSectionResizeMode(column, wide ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
  }
  table->setMinimumHeight((rows + 1) * (table->fontMetrics().height() + 8));
  return table;
}

QLabel* caption(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("role", "caption");
  return label;
}

}  // namespace

CorpusPage::CorpusPage(VoiceActs& acts, QWidget* parent)
    : QWidget(parent),
      acts_(acts),
      name_(new QLineEdit(this)),
      sums_(new QLabel(this)),
      reading_(new QLabel(this)),
      stop_(new QPushButton(tr("Stop"), this)),
      train_(new QPushButton(tr("&Train a voice of it\u2026"), this)) {
  setAcceptDrops(true);
  auto* column = new QVBoxLayout(this);
  name_->setAccessibleName(tr("Name of the corpus"));
  name_->setFont(chromeFont(15, QFont::DemiBold));
  for (QLabel* label : {sums_, reading_}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
  }
  sums_->setAccessibleName(tr("What it amounts to"));
  reading_->setProperty("role", "soft");
  auto* readingRow = new QHBoxLayout;
  readingRow->addWidget(reading_, 1);
  readingRow->addWidget(stop_);
  column->addWidget(name_);
  column->addWidget(sums_);
  column->addLayout(readingRow);
  column->addWidget(makeSources());
  column->addWidget(makeChapters(), 1);
  auto* last = new FlowLayout;
  train_->setObjectName(QStringLiteral("go"));
  train_->setToolTip(tr("A job that learns from it; before it starts you see what it will take"));
  last->addWidget(train_);
  QPushButton* remove = button(tr("&Delete the corpus\u2026"), tr("With the text that was read into it"), last);
  for (QPushButton* each : {stop_, train_}) each->setAutoDefault(false);
  column->addLayout(last);
  showReading(-1);
  connect(name_, &QLineEdit::editingFinished, this, [this] {
    const QString name = name_->text().simplified();
    if (name.isEmpty() || name == corpus_.name) {
      name_->setText(corpus_.name);
    } else {
      Q_EMIT acts_.corpusRenamed(corpus_.id, name);
    }
  });
  connect(stop_, &QPushButton::clicked, &acts_, &VoiceActs::readingStopped);
  connect(train_, &QPushButton::clicked, this, [this] { Q_EMIT acts_.jobWanted(corpus_.id, corpus_.name); });
  connect(remove, &QPushButton::clicked, this, &CorpusPage::remove);
}

QPushButton* CorpusPage::button(const QString& text, const QString& tip, QLayout* into) {
  QPushButton* made = actButton(text, tip, this);
  into->addWidget(made);
  return made;
}

QWidget* CorpusPage::makeSources() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 8, 0, 0);
  sources_ = makeTable({tr("Source"), tr("Words"), tr("Notice")}, tr("Sources"), kSourceRows, box);
  sources_->setFixedHeight(sources_->minimumHeight());
  auto* row = new FlowLayout;
  QPushButton* documents = button(tr("Add d&ocuments\u2026"), tr("Of the library"), row);
  QPushButton* files =
      button(tr("Add &files\u2026"), tr("txt, md, docx, odt, epub and html; they can be dropped here too"), row);
  QPushButton* folder = button(tr("Add a fold&er\u2026"), tr("All such files in it and under it"), row);
  removeSources_ = button(tr("&Remove"), tr("The chosen sources; their text goes with them"), row);
  again_ = button(tr("Read a&gain"), tr("All sources, as they are now; what you have chosen of chapters stays"), row);
  generated_ = new QCheckBox(tr("Learn from generated te&xt too"), box);
  generated_->setToolTip(tr("Text that came out of a gap and that you have neither edited nor confirmed"));
  column->addWidget(caption(tr("Sources"), box));
  column->addWidget(sources_);
  column->addLayout(row);
  column->addWidget(generated_, 0, Qt::AlignLeft);
  connect(documents, &QPushButton::clicked, this, &CorpusPage::addDocuments);
  connect(files, &QPushButton::clicked, this, [this] {
    QFileDialog dialog(this, tr("Files to learn from"));
    dialog.setFileMode(QFileDialog::ExistingFiles);
    dialog.setNameFilters(
        {tr("Texts (*.txt *.md *.markdown *.docx *.odt *.epub *.html *.htm *.xhtml)"), tr("All files (*)")});
    makeRoom(&dialog);
    if (dialog.exec() == QDialog::Accepted) addPaths(dialog.selectedFiles());
  });
  connect(folder, &QPushButton::clicked, this, [this] {
    const QString path = askFolder(this, tr("A folder to learn from"));
    if (!path.isEmpty()) addPaths({path});
  });
  connect(removeSources_, &QPushButton::clicked, this, &CorpusPage::removeSources);
  connect(again_, &QPushButton::clicked, this, [this] { Q_EMIT acts_.readingWanted(corpus_.id); });
  connect(generated_, &QCheckBox::clicked, this, [this](bool on) { Q_EMIT acts_.generatedChosen(corpus_.id, on); });
  connect(sources_, &QTreeWidget::itemSelectionChanged, this, &CorpusPage::enable);
  return box;
}

QWidget* CorpusPage::makeChapters() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 8, 0, 0);
  chapters_ = makeTable({tr("Chapter"), tr("Words"), tr("Use"), tr("Why")}, tr("Chapters"), kChapterRows, box);
  auto* row = new FlowLayout;
  using storage::ChapterUse;
  const auto add = [&](const QString& text, const QString& tip, ChapterUse wanted) {
    QPushButton* made = button(text, tip, row);
    connect(made, &QPushButton::clicked, this, [this, wanted] { use(wanted); });
    uses_ << made;
  };
  add(tr("&Learn"), tr("The chosen chapters are learnt from"), ChapterUse::Learn);
  add(tr("&Hold out"), tr("The chosen chapters are not learnt from; how well the voice does is asked of them"),
      ChapterUse::HeldOut);
  add(tr("Leave o&ut"), tr("Nothing is made of the chosen chapters"), ChapterUse::LeftOut);
  column->addWidget(caption(tr("Chapters"), box));
  column->addWidget(chapters_, 1);
  column->addLayout(row);
  connect(chapters_, &QTreeWidget::itemSelectionChanged, this, &CorpusPage::enable);
  return box;
}

void CorpusPage::show(const storage::Corpus& corpus) {
  const bool other = corpus.id != corpus_.id;
  corpus_ = corpus;
  if (other || !name_->hasFocus()) name_->setText(corpus_.name);
  sums_->setText(corpus_.sources.isEmpty()
                     ? tr("Add documents of the library, files or folders: some 20,000 words of your own or more. "
                          "A part of them is held out, and tells how well the voice does.")
                     : corpusSums(corpus_));
  generated_->setChecked(corpus_.takesGenerated);
  if (other) chapters_->clearSelection();
  showSources();
  showChapters();
  enable();
}

void CorpusPage::showSources() {
  const QSignalBlocker quiet(sources_);
  const QLocale locale;
  while (sources_->topLevelItemCount() > corpus_.sources.size())
    delete sources_->takeTopLevelItem(sources_->topLevelItemCount() - 1);
  for (int i = 0; i < corpus_.sources.size(); ++i) {
    const storage::CorpusSource& source = corpus_.sources.at(i);
    QTreeWidgetItem* item = sources_->topLevelItem(i);
    if (item == nullptr) item = new QTreeWidgetItem(sources_);
    item->setText(0, source.title);
    item->setToolTip(0, source.kind == storage::SourceKind::Document ? source.title : source.reference);
    item->setText(1, locale.toString(source.words));
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setText(2, source.notice);
    item->setToolTip(2, source.notice);
    item->setData(0, kIdRole, source.id);
  }
}

void CorpusPage::showChapters() {
  const QSignalBlocker quiet(chapters_);
  const QLocale locale;
  while (chapters_->topLevelItemCount() > corpus_.chapters.size())
    delete chapters_->takeTopLevelItem(chapters_->topLevelItemCount() - 1);
  for (int i = 0; i < corpus_.chapters.size(); ++i) {
    const storage::CorpusChapter& chapter = corpus_.chapters.at(i);
    QTreeWidgetItem* item = chapters_->topLevelItem(i);
    if (item == nullptr) item = new QTreeWidgetItem(chapters_);
    QStringList why;
    if (!chapter.why.isEmpty()) why << chapter.why;
    if (chapter.duplicateWords > 0 && chapter.use == storage::ChapterUse::Learn)
      why << tr("%1 stand elsewhere too.").arg(wordsText(chapter.duplicateWords));
    if (chapter.generatedWords > 0 && !corpus_.takesGenerated)
      why << tr("%1 are generated and left out.").arg(wordsText(chapter.generatedWords));
    const QStringList cells{chapter.title, locale.toString(chapter.words),
                            chapter.chosenByHand ? tr("%1, by you").arg(useText(chapter.use)) : useText(chapter.use),
                            why.join(u' ')};
    for (int column = 0; column < ChapterColumns; ++column) {
      item->setText(column, cells.at(column));
      item->setToolTip(column, cells.at(column));
    }
    item->setTextAlignment(Words, Qt::AlignRight | Qt::AlignVCenter);
    item->setData(Title, kIdRole, chapter.id);
  }
}

void CorpusPage::enable() {
  removeSources_->setEnabled(!sources_->selectedItems().isEmpty());
  again_->setEnabled(!corpus_.sources.isEmpty());
  for (QPushButton* each : std::as_const(uses_)) each->setEnabled(!chapters_->selectedItems().isEmpty());
  train_->setEnabled(corpus_.words > 0);
}

void CorpusPage::showReading(double share) {
  reading_->setVisible(share >= 0);
  stop_->setVisible(share >= 0);
  if (share >= 0) reading_->setText(tr("The sources are read: %1%").arg(qRound(share * 100)));
}

void CorpusPage::addDocuments() {
  QStringList taken;
  for (const storage::CorpusSource& source : std::as_const(corpus_.sources))
    if (source.kind == storage::SourceKind::Document) taken << source.reference;
  SourceChoice choice(nodes_, taken, this);
  if (choice.exec() != QDialog::Accepted) return;
  const QVector<storage::CorpusSource> chosen = choice.chosen();
  if (!chosen.isEmpty()) Q_EMIT acts_.sourcesAdded(corpus_.id, chosen);
}

void CorpusPage::addPaths(const QStringList& paths) {
  QVector<storage::CorpusSource> added;
  for (const QString& path : paths) {
    const QFileInfo info(path);
    storage::CorpusSource source;
    source.kind = info.isDir() ? storage::SourceKind::Folder : storage::SourceKind::File;
    source.reference = info.absoluteFilePath();
    source.title = info.fileName();
    const bool there = std::any_of(corpus_.sources.begin(), corpus_.sources.end(),
                                   [&](const auto& one) { return one.reference == source.reference; });
    if (!there) added.push_back(source);
  }
  if (!added.isEmpty()) Q_EMIT acts_.sourcesAdded(corpus_.id, added);
}

void CorpusPage::removeSources() {
  QStringList ids;
  for (const QTreeWidgetItem* item : sources_->selectedItems()) ids << item->data(0, kIdRole).toString();
  if (!ids.isEmpty()) Q_EMIT acts_.sourcesRemoved(corpus_.id, ids);
}

void CorpusPage::use(storage::ChapterUse use) {
  QStringList ids;
  for (const QTreeWidgetItem* item : chapters_->selectedItems()) ids << item->data(Title, kIdRole).toString();
  if (!ids.isEmpty()) Q_EMIT acts_.usesChosen(ids, use);
}

void CorpusPage::remove() {
  QMessageBox box(
      QMessageBox::Question, tr("Delete the corpus"),
      tr("Delete \u201C%1\u201D? The text that was read into it goes from this computer. Its sources stay as "
         "they are, and so do the voices that learnt from it.")
          .arg(corpus_.name),
      QMessageBox::NoButton, this);
  QPushButton* gone = box.addButton(tr("&Delete"), QMessageBox::DestructiveRole);
  box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox::RejectRole));
  box.exec();
  if (box.clickedButton() == gone) Q_EMIT acts_.corpusRemoved(corpus_.id);
}

void CorpusPage::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void CorpusPage::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) paths << url.toLocalFile();
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  addPaths(paths);
}

}  // namespace lacuna::ui
