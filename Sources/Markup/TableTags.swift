extension Tag {
  /// The element `table`.
  public enum Table: Sendable {}
  /// The element `caption`.
  public enum Caption: Sendable {}
  /// The element `thead`.
  public enum Thead: Sendable {}
  /// The element `tbody`.
  public enum Tbody: Sendable {}
  /// The element `tr`.
  public enum Tr: Sendable {}
  /// The element `th`.
  public enum Th: Sendable {}
  /// The element `td`.
  public enum Td: Sendable {}
}

/// `table`: facts in rows and columns, never a layout.
public func table(
  _ attributes: Attribute<Tag.Table>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("table", attributes, content())
}

/// `caption`: the name of a table.
public func caption(
  _ attributes: Attribute<Tag.Caption>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("caption", attributes, content())
}

/// `thead`: the rows with the names of the columns.
public func thead(
  _ attributes: Attribute<Tag.Thead>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("thead", attributes, content())
}

/// `tbody`: the rows with the facts.
public func tbody(
  _ attributes: Attribute<Tag.Tbody>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("tbody", attributes, content())
}

/// `tr`: a row.
public func tr(
  _ attributes: Attribute<Tag.Tr>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("tr", attributes, content())
}

/// `th`: the name of a row or of a column.
public func th(
  _ attributes: Attribute<Tag.Th>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("th", attributes, content())
}

/// `td`: a fact.
public func td(
  _ attributes: Attribute<Tag.Td>..., @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("td", attributes, content())
}

extension Attribute where Tag == Markup.Tag.Th {
  /// What the heading names.
  public static func scope(_ scope: HeadingScope) -> Self { Self("scope", scope.rawValue) }
}

/// What a heading in a table names.
public enum HeadingScope: String, Sendable {
  case column = "col"
  case row
}
