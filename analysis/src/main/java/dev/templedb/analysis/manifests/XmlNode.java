package dev.templedb.analysis.manifests;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// An element of XML that nobody vouches for. A document type is refused, so there are no entities to expand and
/// nothing
/// is ever fetched.
final class XmlNode {
    private static final int DEEPEST = 200;
    private static final int MOST_NODES = 1_000_000;

    private final String name;
    private final Map<String, String> attributes;
    private final List<XmlNode> children = new ArrayList<>(2);
    private final StringBuilder text = new StringBuilder(0);

    private XmlNode(String name, Map<String, String> attributes) {
        this.name = name;
        this.attributes = attributes;
    }

    private static final class Factory {
        static final XMLInputFactory FACTORY = make();

        private static XMLInputFactory make() {
            var factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, false);
            return factory;
        }
    }

    /// The root element, which must have one of the `names`.
    static XmlNode read(byte[] content, String... names) throws UnreadableManifest {
        try {
            var reader = Factory.FACTORY.createXMLStreamReader(new ByteArrayInputStream(content));
            try {
                var root = read(reader);
                if (root == null || !List.of(names).contains(root.name)) {
                    throw new UnreadableManifest("its root is not <%s>".formatted(names[0]));
                }
                return root;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException problem) {
            var at = problem.getLocation();
            throw new UnreadableManifest(
                    at == null
                            ? "it is not well-formed XML"
                            : "line %d, column %d: it is not well-formed XML"
                                    .formatted(at.getLineNumber(), at.getColumnNumber()));
        } catch (RuntimeException broken) {
            throw new UnreadableManifest("it is not well-formed XML");
        }
    }

    private static @Nullable XmlNode read(XMLStreamReader reader) throws XMLStreamException, UnreadableManifest {
        var open = new ArrayDeque<XmlNode>();
        XmlNode root = null;
        int count = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> throw new UnreadableManifest("it has a document type");
                case XMLStreamConstants.START_ELEMENT -> {
                    var node = new XmlNode(reader.getLocalName(), attributes(reader));
                    if (++count > MOST_NODES || open.size() >= DEEPEST) {
                        throw new UnreadableManifest("it is nested too deeply or has too many elements");
                    }
                    if (open.isEmpty()) {
                        root = node;
                    } else {
                        open.peek().children.add(node);
                    }
                    open.push(node);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty() && !reader.isWhiteSpace()) {
                        open.peek()
                                .text
                                .append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                    }
                }
                default -> {}
            }
        }
        return root;
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return Map.of();
        }
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < count; i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }

    String name() {
        return name;
    }

    String text() {
        return text.toString().strip();
    }

    @Nullable
    String attribute(String attribute) {
        return attributes.get(attribute);
    }

    List<XmlNode> children() {
        return children;
    }

    List<XmlNode> children(String child) {
        return children.stream().filter(node -> node.name.equals(child)).toList();
    }

    /// The first child of that name, or null.
    @Nullable
    XmlNode child(String child) {
        for (var node : children) {
            if (node.name.equals(child)) {
                return node;
            }
        }
        return null;
    }

    /// The text of the first child of that name; null when there is none or it says nothing.
    @Nullable
    String text(String child) {
        var node = child(child);
        var said = node == null ? "" : node.text();
        return said.isEmpty() ? null : said;
    }

    /// The elements at a path of names.
    List<XmlNode> at(String... path) {
        var here = List.of(this);
        for (var step : path) {
            here = here.stream().flatMap(node -> node.children(step).stream()).toList();
        }
        return here;
    }

    /// All elements of that name, at any depth.
    List<XmlNode> descendants(String wanted) {
        var found = new ArrayList<XmlNode>();
        var rest = new ArrayDeque<>(List.of(this));
        while (!rest.isEmpty()) {
            var node = rest.poll();
            if (node.name.equals(wanted)) {
                found.add(node);
            }
            rest.addAll(node.children);
        }
        return found;
    }
}
