import Localization
import Markup
import PetitionStore
import Petitions

/// All open petitions in one order, or those about one thing.
struct PetitionsPage {
  let context: PageContext
  let order: PetitionOrder
  let category: Petitions.Category?
  let petitions: [Petition]
  /// How many open petitions there are about each thing.
  let counts: [Petitions.Category: Int]

  private var words: Words { context.words }

  private var title: String {
    guard let category else { return words("All petitions") }
    return words("Petitions: {category}", ["category": words(category)])
  }

  var bytes: [UInt8] {
    Layout(context: context, title: title, route: .petitions(order, about: category)).page {
      div(.class("welcome")) {
        h1 { title }
        nav(.class("orders"), .aria(.label, words("Sort the petitions"))) {
          ul {
            li { orderLink(.newest, words("Newest")) }
            li { orderLink(.mostSigned, words("Most signed")) }
          }
        }
        CategoryChoice(context: context, order: order, chosen: category, counts: counts).html
      }
      if petitions.isEmpty { nothing }
      div(.class("cards")) {
        for petition in petitions {
          PetitionCard(context: context, petition: petition, headingRank: 2).html
        }
      }
    }
  }

  private func orderLink(_ other: PetitionOrder, _ text: String) -> HTML {
    a(
      .href(context.link(.petitions(other, about: category))),
      .when(other == order, .aria(.current, "true"))
    ) { text }
  }

  @HTMLBuilder private var nothing: HTML {
    if category == nil {
      p { words("There are no open petitions yet.") }
    } else {
      p {
        words("There are no open petitions about this at the moment.")
        " "
        a(.href(context.link(.petitions(order)))) { words("See all petitions") }
      }
    }
  }
}

/// Leads from a list of petitions to those about one thing, and back to all.
struct CategoryChoice {
  let context: PageContext
  let order: PetitionOrder
  let chosen: Petitions.Category?
  let counts: [Petitions.Category: Int]

  private var words: Words { context.words }

  /// Those that have petitions, and the one whose petitions are shown, by their names; what is left
  /// stands at the end.
  private var offered: [Petitions.Category] {
    let offered = Petitions.Category.allCases.filter { $0 == chosen || counts[$0, default: 0] > 0 }
    return offered.sorted { first, second in
      if (first == .other) != (second == .other) { return second == .other }
      return words(first) < words(second)
    }
  }

  var html: HTML {
    guard !offered.isEmpty else { return .empty }
    return nav(.class("categories"), .aria(.label, words("Petitions by category"))) {
      details {
        summary {
          words(
            "Category: {category}",
            ["category": chosen.map { words($0) } ?? words("all of them")])
        }
        ul {
          li { link(nil, words("All categories")) }
          for category in offered {
            li {
              link(category, words(category))
              " "
              span(.class("note")) { words.number(counts[category, default: 0]) }
            }
          }
        }
      }
    }
  }

  private func link(_ category: Petitions.Category?, _ text: String) -> HTML {
    a(
      .href(context.link(.petitions(order, about: category))),
      .when(category == chosen, .aria(.current, "true"))
    ) { text }
  }
}

/// What a petition is about, with the way to others about it.
struct CategoryLink {
  let context: PageContext
  let category: Petitions.Category

  var html: HTML {
    a(.href(context.link(.petitions(.newest, about: category)))) { context.words(category) }
  }
}
