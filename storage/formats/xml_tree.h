// SPDX-License-Identifier: GPL-3.0-or-later
// A tree of XML or HTML elements that a file of others holds, over libxml2. No network, no entities but the built-in
// ones, no more than 256 elements in each other. Names are local ones: what prefix a program chose does not matter.
// Any thread; one tree belongs to one thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <functional>
#include <memory>

struct _xmlDoc;
struct _xmlNode;

namespace lacuna::storage {

// A place in the tree; null where there is none. Lives as long as its tree.
class XmlNode {
 public:
  explicit XmlNode(_xmlNode* node = nullptr) : node_(node) {}
  explicit operator bool() const { return node_ != nullptr; }
  bool isText() const;
  bool isElement() const;
  QString text() const;  // of a text
  QString name() const;  // of an element, in lower case for HTML
  bool is(const char* name) const;
  // Of an attribute with this local name, whatever its prefix.
  QString attribute(const char* name) const;
  bool hasAttribute(const char* name) const;
  XmlNode child(const char* name) const;  // the first element that is called so
  XmlNode firstChild() const;
  XmlNode next() const;
  XmlNode parent() const;
  qsizetype countChildren() const;
  // Texts of all that lies in it.
  QString allText() const;
  const void* key() const { return node_; }

 private:
  _xmlNode* node_;
};

class XmlTree {
 public:
  // Throws StorageError(kInvalid), naming the line: not well formed, too deep, with entities of its own.
  static XmlTree fromXml(const QString& name, const QByteArray& bytes);
  // Takes what can be taken. The encoding is what the file says, else UTF-8 where it is that, else Windows-1252.
  static XmlTree fromHtml(const QString& name, const QByteArray& bytes);

  XmlNode root() const;
  // Every element, in the order of the file.
  void forEach(const std::function<void(XmlNode)>& call) const;

 private:
  explicit XmlTree(_xmlDoc* document) : document_(document, &XmlTree::release) {}
  static void release(_xmlDoc* document);
  std::shared_ptr<_xmlDoc> document_;
};

}  // namespace lacuna::storage
