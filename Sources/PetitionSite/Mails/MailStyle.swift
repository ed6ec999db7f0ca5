import Cryptography
import FoundationEssentials
import Markup

/// How mails look.
///
/// Mail programs load no style sheets, and each leaves out what it does not know: without any style a
/// mail is still paragraphs, a link and its address. Sizes are in `em` and `px`, since Outlook knows
/// neither `rem` nor greatest widths.
enum MailStyle {
  /// The element `style`, for the head.
  static var element: HTML { .literal(style) }

  /// What allows exactly this style in a page's Content-Security-Policy (CSP Level 3, section 2.3.1).
  static let policySource: String = {
    let rules = style.description.dropFirst("<style>".count).dropLast("</style>".count)
    return "'sha256-\(Data(SHA256.hash(Array(rules.utf8))).base64EncodedString())'"
  }()

  /// A link that looks like a button, as the cell of a table: Outlook knows padding of nothing else.
  static func button(_ link: HTML) -> HTML {
    .sequence([
      .literal(
        #"<table role="presentation" class="button"><tr><td>"#), link,
      .literal("</td></tr></table>"),
    ])
  }

  /// Keeps lines short in Outlook, which knows no greatest width; no other program sees the table.
  static func frame(_ mail: HTML) -> HTML {
    .sequence([
      .literal(
        #"<!--[if mso]><table role="presentation" align="center" width="560"><tr><td><![endif]-->"#
      ), mail,
      .literal("<!--[if mso]></td></tr></table><![endif]-->"),
    ])
  }

  private static let style: StaticString = """
    <style>
    html,body{margin:0;padding:0;background:#fff;color:#1d2526}
    body{font-family:"Segoe UI",system-ui,-apple-system,Roboto,Arial,sans-serif;line-height:1.5}
    .preview{display:none;max-height:0;overflow:hidden;mso-hide:all}
    .mail{max-width:34em;margin:0 auto;padding:20px}
    p{margin:0 0 16px}
    a{color:#0b5d5b}
    .title{padding:12px 16px;border-radius:4px;background:#e7f0ee;font-size:1.125em;font-weight:600}
    .button{border-collapse:separate;border-spacing:0;margin:0 0 12px}
    .button td{border-radius:6px;background:#0b5d5b;mso-padding-alt:12px 24px}
    .button a{display:inline-block;padding:12px 24px;color:#fff;text-decoration:none;font-weight:600}
    .code{font-family:Consolas,ui-monospace,"Liberation Mono",monospace;font-size:1.75em;\
    line-height:1.3;letter-spacing:.06em;white-space:nowrap}
    .small{font-size:.875em}
    .small,.site{color:#525d5f}
    .site{font-weight:600}
    .address,.news,.title{overflow-wrap:anywhere}
    .mail[dir=rtl] .code,.mail[dir=rtl] .address{text-align:right}
    .news h2,.news h3,.news h4{line-height:1.25;margin:24px 0 8px;font-size:1.1875em}
    .news pre,.news code{white-space:pre-wrap}
    hr{border:0;border-top:1px solid #d9d6cb;margin:24px 0}
    @media (prefers-color-scheme:dark){
    html,body{background:#14191a;color:#e8ebe8}
    a{color:#7fd0c5}
    .title{background:#1c3030}
    .button td{background:#7fd0c5}
    .button a{color:#08302e}
    .small,.site{color:#a9b4b3}
    hr{border-color:#364142}
    }
    </style>
    """
}
