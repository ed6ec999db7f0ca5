import Localization
import Markup
import Petitions

/// The public list of signers, with the count as its heading.
struct SignatureList {
  let context: PageContext
  let petition: Petition
  let page: ListPage
  let signatures: [ListedSignature]

  var html: HTML {
    let words = context.words
    return section(.class("signatures"), .id("signatures"), .aria(.labelledBy, "count-heading")) {
      h2(.id("count-heading")) {
        words("{count} signature", "{count} signatures", count: petition.tally.count)
      }
      if petition.tally.withdrawn + petition.tally.removed > 0 { p(.class("note")) { tally } }
      if signatures.isEmpty {
        p { words("Nobody has signed yet. The first name here could be yours.") }
      } else {
        ol(.class("names")) {
          for signature in signatures { SignatureRow(context: context, signature: signature).html }
        }
        Pager(context: context, page: page) { .signatures(petition.slug, page: $0) }.html
      }
    }
  }

  /// Why the count is lower than the last number on the list.
  private var tally: HTML {
    .text(
      context.words(
        "{confirmed} confirmed, {withdrawn} withdrawn by their signers, {removed} removed by the site.",
        [
          "confirmed": context.words.number(petition.tally.confirmed),
          "withdrawn": context.words.number(petition.tally.withdrawn),
          "removed": context.words.number(petition.tally.removed),
        ]))
  }
}

/// One place on the list.
struct SignatureRow {
  let context: PageContext
  let signature: ListedSignature

  var html: HTML {
    li {
      span(.class("ordinal")) { context.words.number(signature.ordinal) }
      div(.class("entry")) {
        switch signature.entry {
        case .named(let name, let reason):
          span(.class("name")) { isolated(name) }
          if !reason.isEmpty {
            blockquote(.class("reason"), .dir(.auto)) { ReasonText(text: reason).html }
          }
        case .unnamed:
          span(.class("unnamed")) { context.words("a signer who chose not to be named") }
        case .withdrawn:
          span(.class("unnamed")) { context.words("withdrawn") }
        case .removed(let reason):
          span(.class("unnamed")) {
            if let reason {
              context.words(
                "removed by the site: {reason}", ["reason": context.words(removal: reason)])
            } else {
              context.words("removed by the site")
            }
          }
        }
      }
    }
  }
}

/// Names and a number brought from another system, always apart from the confirmed ones.
struct ImportedNames {
  let context: PageContext
  let petition: Petition
  let page: ListPage
  let names: [ImportedName]

  var html: HTML {
    guard petition.importedCount > 0 else { return .empty }
    let words = context.words
    return section(.class("imported"), .aria(.labelledBy, "imported-heading")) {
      h2(.id("imported-heading")) {
        words(
          "{count} signature from another site, not confirmed here",
          "{count} signatures from another site, not confirmed here", count: petition.importedCount)
      }
      p(.class("note")) {
        words(
          "These people signed on another site before this page existed. They are not included in the number above."
        )
      }
      if !names.isEmpty {
        ul(.class("names")) { for name in names { li { isolated(name.name) } } }
        Pager(context: context, page: page) { .importedNames(petition.slug, page: $0) }.html
      }
    }
  }
}
