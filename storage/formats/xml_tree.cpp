// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/xml_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "storage/error.h"
#include "storage/importers/plain_text.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

QString toQString(const xmlChar* text) {
  return text == nullptr ? QString() : QString::fromUtf8(reinterpret_cast<const char*>(text));
}

bool sameName(const xmlChar* name, const char* wanted) {
  return name != nullptr && qstrcmp(reinterpret_cast<const char*>(name), wanted) == 0;
}

// Of HTML that was read as text the prefix stays in the name: "epub:type".
const xmlChar* localPart(const xmlChar* name) {
  const xmlChar* colon = name == nullptr ? nullptr : xmlStrchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

const xmlAttr* findAttribute(const xmlNode* node, const char* name) {
  if (node == nullptr || node->type != XML_ELEMENT_NODE) return nullptr;
  const xmlAttr* prefixed = nullptr;
  for (const xmlAttr* each = node->properties; each != nullptr; each = each->next) {
    if (sameName(each->name, name)) return each;
    if (sameName(localPart(each->name), name)) prefixed = each;
  }
  return prefixed;
}

// The next one in the order of the file, or null behind the last in `root`.
xmlNode* following(xmlNode* node, const xmlNode* root, bool into) {
  if (into && node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
  while (node != root && node->next == nullptr) node = node->parent;
  return node == root ? nullptr : node->next;
}

void beSilent(void*, const char*, ...) {}  // NOLINT: libxml2's own way to say it

}  // namespace

bool XmlNode::isText() const {
  return node_ != nullptr && (node_->type == XML_TEXT_NODE || node_->type == XML_CDATA_SECTION_NODE);
}
bool XmlNode::isElement() const { return node_ != nullptr && node_->type == XML_ELEMENT_NODE; }
QString XmlNode::text() const { return isText() ? toQString(node_->content) : QString(); }
QString XmlNode::name() const { return isElement() ? toQString(localPart(node_->name)) : QString(); }
bool XmlNode::is(const char* name) const { return isElement() && sameName(localPart(node_->name), name); }

QString XmlNode::attribute(const char* name) const {
  const xmlAttr* found = findAttribute(node_, name);
  QString value;
  for (const xmlNode* each = found == nullptr ? nullptr : found->children; each != nullptr; each = each->next)
    if (each->type == XML_TEXT_NODE) value += toQString(each->content);
  return value;
}

bool XmlNode::hasAttribute(const char* name) const { return findAttribute(node_, name) != nullptr; }

XmlNode XmlNode::child(const char* name) const {
  for (XmlNode each = firstChild(); each; each = each.next())
    if (each.is(name)) return each;
  return XmlNode();
}

XmlNode XmlNode::firstChild() const { return XmlNode(isElement() ? node_->children : nullptr); }
XmlNode XmlNode::next() const { return XmlNode(node_ == nullptr ? nullptr : node_->next); }
XmlNode XmlNode::parent() const { return XmlNode(node_ == nullptr ? nullptr : node_->parent); }

qsizetype XmlNode::countChildren() const {
  qsizetype many = 0;
  for (XmlNode each = firstChild(); each; each = each.next()) ++many;
  return many;
}

QString XmlNode::allText() const {
  QString all;
  for (xmlNode* each = node_; each != nullptr; each = following(each, node_, true)) all += XmlNode(each).text();
  return all;
}

void XmlTree::release(_xmlDoc* document) { xmlFreeDoc(document); }

XmlTree XmlTree::fromXml(const QString& name, const QByteArray& bytes) {
  xmlParserCtxt* parser = xmlNewParserCtxt();
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
  xmlDoc* document =
      xmlCtxtReadMemory(parser, bytes.constData(), static_cast<int>(bytes.size()), nullptr, nullptr, options);
  const xmlError* error = xmlCtxtGetLastError(parser);
  const int line = error == nullptr ? 0 : error->line;
  xmlFreeParserCtxt(parser);
  if (document == nullptr || xmlDocGetRootElement(document) == nullptr) {
    if (document != nullptr) xmlFreeDoc(document);
    throw StorageError(StorageCode::kInvalid,
                       Said::tr("%1 is damaged: what it holds cannot be read (line %2); take another copy of it.")
                           .arg(name)
                           .arg(line));
  }
  if (document->intSubset != nullptr && document->intSubset->entities != nullptr) {
    xmlFreeDoc(document);
    throw StorageError(
        StorageCode::kInvalid,
        Said::tr("%1 defines words of its own (entities), as no writing program does, and is not opened.").arg(name));
  }
  return XmlTree(document);
}

XmlTree XmlTree::fromHtml(const QString& name, const QByteArray& bytes) {
  const bool marked = bytes.startsWith("\xFE\xFF") || bytes.startsWith("\xFF\xFE");
  const bool utf8 = !marked && findInvalidUtf8(bytes) < 0;
  const QByteArray head = bytes.left(4096).toLower();
  const bool says = head.contains("charset") || head.contains("encoding=");
  const char* encoding = utf8 ? "UTF-8" : says || marked ? nullptr : "windows-1252";
  htmlParserCtxt* parser = htmlNewParserCtxt();
  parser->sax->error = &beSilent;
  parser->sax->warning = &beSilent;
  const int options =
      HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER | HTML_PARSE_COMPACT;
  xmlDoc* document =
      htmlCtxtReadMemory(parser, bytes.constData(), static_cast<int>(bytes.size()), nullptr, encoding, options);
  const xmlError* error = xmlCtxtGetLastError(parser);
  const bool deep = error != nullptr && error->level == XML_ERR_FATAL;
  const int line = error == nullptr ? 0 : error->line;
  htmlFreeParserCtxt(parser);
  if (deep || document == nullptr) {
    if (document != nullptr) xmlFreeDoc(document);
    throw StorageError(StorageCode::kInvalid,
                       Said::tr("%1 cannot be read behind line %2: too much lies in each other; save it anew first.")
                           .arg(name)
                           .arg(line));
  }
  return XmlTree(document);
}

XmlNode XmlTree::root() const { return XmlNode(xmlDocGetRootElement(document_.get())); }

void XmlTree::forEach(const std::function<void(XmlNode)>& call) const {
  xmlNode* root = xmlDocGetRootElement(document_.get());
  for (xmlNode* each = root; each != nullptr; each = following(each, root, true))
    if (each->type == XML_ELEMENT_NODE) call(XmlNode(each));
}

}  // namespace lacuna::storage
