/// The elements that pages use, as types, so that each accepts only its own attributes.
public enum Tag {
  /// The element `html`.
  public enum Html: Sendable {}
  /// The element `head`.
  public enum Head: Sendable {}
  /// The element `body`.
  public enum Body: Sendable {}
  /// The element `title`.
  public enum Title: Sendable {}
  /// The element `header`.
  public enum Header: Sendable {}
  /// The element `footer`.
  public enum Footer: Sendable {}
  /// The element `main`.
  public enum Main: Sendable {}
  /// The element `nav`.
  public enum Nav: Sendable {}
  /// The element `section`.
  public enum Section: Sendable {}
  /// The element `article`.
  public enum Article: Sendable {}
  /// The element `aside`.
  public enum Aside: Sendable {}
  /// The element `h1`.
  public enum H1: Sendable {}
  /// The element `h2`.
  public enum H2: Sendable {}
  /// The element `h3`.
  public enum H3: Sendable {}
  /// The element `div`.
  public enum Div: Sendable {}
  /// The element `p`.
  public enum P: Sendable {}
  /// The element `span`.
  public enum Span: Sendable {}
  /// The element `strong`.
  public enum Strong: Sendable {}
  /// The element `em`.
  public enum Em: Sendable {}
  /// The element `small`.
  public enum Small: Sendable {}
  /// The element `bdi`.
  public enum Bdi: Sendable {}
  /// The element `a`.
  public enum A: Sendable {}
  /// The element `ul`.
  public enum Ul: Sendable {}
  /// The element `ol`.
  public enum Ol: Sendable {}
  /// The element `li`.
  public enum Li: Sendable {}
  /// The element `dl`.
  public enum Dl: Sendable {}
  /// The element `dt`.
  public enum Dt: Sendable {}
  /// The element `dd`.
  public enum Dd: Sendable {}
  /// The element `time`.
  public enum Time: Sendable {}
  /// The element `figure`.
  public enum Figure: Sendable {}
  /// The element `figcaption`.
  public enum Figcaption: Sendable {}
  /// The element `picture`.
  public enum Picture: Sendable {}
  /// The element `blockquote`.
  public enum Blockquote: Sendable {}
  /// The element `form`.
  public enum Form: Sendable {}
  /// The element `fieldset`.
  public enum Fieldset: Sendable {}
  /// The element `legend`.
  public enum Legend: Sendable {}
  /// The element `label`.
  public enum Label: Sendable {}
  /// The element `button`.
  public enum Button: Sendable {}
  /// The element `textarea`.
  public enum Textarea: Sendable {}
  /// The element `select`.
  public enum Select: Sendable {}
  /// The element `option`.
  public enum Option: Sendable {}
  /// The element `details`.
  public enum Details: Sendable {}
  /// The element `summary`.
  public enum Summary: Sendable {}
  /// The element `progress`.
  public enum Progress: Sendable {}
  /// The element `output`.
  public enum Output: Sendable {}
  /// The element `meta`.
  public enum Meta: Sendable {}
  /// The element `link`.
  public enum Link: Sendable {}
  /// The element `img`.
  public enum Img: Sendable {}
  /// The element `source`.
  public enum Source: Sendable {}
  /// The element `input`.
  public enum Input: Sendable {}
  /// The element `br`.
  public enum Br: Sendable {}
  /// The element `hr`.
  public enum Hr: Sendable {}
}

/// `html`: the whole document.
public func html(
  _ attributes: Attribute<Tag.Html>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("html", attributes, content())
}

/// `head`: what the document says about itself.
public func head(
  _ attributes: Attribute<Tag.Head>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("head", attributes, content())
}

/// `body`: what the document shows.
public func body(
  _ attributes: Attribute<Tag.Body>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("body", attributes, content())
}

/// `title`: the name of the document.
public func title(
  _ attributes: Attribute<Tag.Title>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("title", attributes, content())
}

/// `header`: the introduction of a page or a section.
public func header(
  _ attributes: Attribute<Tag.Header>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("header", attributes, content())
}

/// `footer`: the closing part of a page or a section.
public func footer(
  _ attributes: Attribute<Tag.Footer>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("footer", attributes, content())
}

/// `main`: the one part of the page that it is for.
public func main(
  _ attributes: Attribute<Tag.Main>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("main", attributes, content())
}

/// `nav`: links to other places.
public func nav(
  _ attributes: Attribute<Tag.Nav>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("nav", attributes, content())
}

/// `section`: a part with a heading.
public func section(
  _ attributes: Attribute<Tag.Section>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("section", attributes, content())
}

/// `article`: a part that stands by itself.
public func article(
  _ attributes: Attribute<Tag.Article>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("article", attributes, content())
}

/// `aside`: a part beside the main matter.
public func aside(
  _ attributes: Attribute<Tag.Aside>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("aside", attributes, content())
}

/// `h1`: the heading of the page.
public func h1(
  _ attributes: Attribute<Tag.H1>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("h1", attributes, content())
}

/// `h2`: a heading of the second rank.
public func h2(
  _ attributes: Attribute<Tag.H2>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("h2", attributes, content())
}

/// `h3`: a heading of the third rank.
public func h3(
  _ attributes: Attribute<Tag.H3>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("h3", attributes, content())
}

/// `div`: a group without a meaning of its own.
public func div(
  _ attributes: Attribute<Tag.Div>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("div", attributes, content())
}

/// `p`: a paragraph.
public func p(
  _ attributes: Attribute<Tag.P>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("p", attributes, content())
}

/// `span`: a run of text without a meaning of its own.
public func span(
  _ attributes: Attribute<Tag.Span>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("span", attributes, content())
}

/// `strong`: important text.
public func strong(
  _ attributes: Attribute<Tag.Strong>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("strong", attributes, content())
}

/// `em`: stressed text.
public func em(
  _ attributes: Attribute<Tag.Em>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("em", attributes, content())
}

/// `small`: a side comment.
public func small(
  _ attributes: Attribute<Tag.Small>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("small", attributes, content())
}

/// `bdi`: text whose direction must not disturb what stands around it.
public func bdi(
  _ attributes: Attribute<Tag.Bdi>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("bdi", attributes, content())
}

/// `a`: a link.
public func a(
  _ attributes: Attribute<Tag.A>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("a", attributes, content())
}

/// `ul`: a list in no order.
public func ul(
  _ attributes: Attribute<Tag.Ul>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("ul", attributes, content())
}

/// `ol`: a list in order.
public func ol(
  _ attributes: Attribute<Tag.Ol>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("ol", attributes, content())
}

/// `li`: an entry of a list.
public func li(
  _ attributes: Attribute<Tag.Li>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("li", attributes, content())
}

/// `dl`: a list of terms and what belongs to them.
public func dl(
  _ attributes: Attribute<Tag.Dl>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("dl", attributes, content())
}

/// `dt`: a term.
public func dt(
  _ attributes: Attribute<Tag.Dt>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("dt", attributes, content())
}

/// `dd`: what belongs to a term.
public func dd(
  _ attributes: Attribute<Tag.Dd>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("dd", attributes, content())
}

/// `time`: a date or a time.
public func time(
  _ attributes: Attribute<Tag.Time>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("time", attributes, content())
}

/// `figure`: a picture with its caption.
public func figure(
  _ attributes: Attribute<Tag.Figure>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("figure", attributes, content())
}

/// `figcaption`: the caption of a figure.
public func figcaption(
  _ attributes: Attribute<Tag.Figcaption>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("figcaption", attributes, content())
}

/// `picture`: one picture in several forms.
public func picture(
  _ attributes: Attribute<Tag.Picture>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("picture", attributes, content())
}

/// `blockquote`: words of somebody else.
public func blockquote(
  _ attributes: Attribute<Tag.Blockquote>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("blockquote", attributes, content())
}

/// `form`: fields that are sent together.
public func form(
  _ attributes: Attribute<Tag.Form>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("form", attributes, content())
}

/// `fieldset`: fields that belong together.
public func fieldset(
  _ attributes: Attribute<Tag.Fieldset>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("fieldset", attributes, content())
}

/// `legend`: the caption of a fieldset.
public func legend(
  _ attributes: Attribute<Tag.Legend>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("legend", attributes, content())
}

/// `label`: the caption of a field.
public func label(
  _ attributes: Attribute<Tag.Label>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("label", attributes, content())
}

/// `button`: what sends a form.
public func button(
  _ attributes: Attribute<Tag.Button>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("button", attributes, content())
}

/// `textarea`: a field of several lines.
public func textarea(
  _ attributes: Attribute<Tag.Textarea>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("textarea", attributes, content())
}

/// `select`: a field with given choices.
public func select(
  _ attributes: Attribute<Tag.Select>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("select", attributes, content())
}

/// `option`: one choice of a select.
public func option(
  _ attributes: Attribute<Tag.Option>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("option", attributes, content())
}

/// `details`: a part that opens when it is wanted.
public func details(
  _ attributes: Attribute<Tag.Details>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("details", attributes, content())
}

/// `summary`: what a closed part shows of itself.
public func summary(
  _ attributes: Attribute<Tag.Summary>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("summary", attributes, content())
}

/// `progress`: how far something has come.
public func progress(
  _ attributes: Attribute<Tag.Progress>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("progress", attributes, content())
}

/// `output`: a value that a person may copy.
public func output(
  _ attributes: Attribute<Tag.Output>...,
  @HTMLBuilder content: () -> HTML = { .empty }
) -> HTML {
  element("output", attributes, content())
}

/// `meta`: a fact about the document; it has no content.
public func meta(_ attributes: Attribute<Tag.Meta>...) -> HTML {
  element("meta", attributes, nil)
}

/// `link`: another resource that belongs to the document; it has no content.
public func link(_ attributes: Attribute<Tag.Link>...) -> HTML {
  element("link", attributes, nil)
}

/// `img`: a picture; it has no content.
public func img(_ attributes: Attribute<Tag.Img>...) -> HTML {
  element("img", attributes, nil)
}

/// `source`: one form of a picture; it has no content.
public func source(_ attributes: Attribute<Tag.Source>...) -> HTML {
  element("source", attributes, nil)
}

/// `input`: a field; it has no content.
public func input(_ attributes: Attribute<Tag.Input>...) -> HTML {
  element("input", attributes, nil)
}

/// `br`: a line break; it has no content.
public func br(_ attributes: Attribute<Tag.Br>...) -> HTML {
  element("br", attributes, nil)
}

/// `hr`: a break between themes; it has no content.
public func hr(_ attributes: Attribute<Tag.Hr>...) -> HTML {
  element("hr", attributes, nil)
}

func element<T>(_ name: StaticString, _ attributes: [Attribute<T>], _ content: HTML?)
  -> HTML
{
  HTML(
    .element(.init(name: name, attributes: attributes.compactMap(\.value), content: content?.parts))
  )
}
