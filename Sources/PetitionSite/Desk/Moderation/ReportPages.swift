import Localization
import Markup
import PetitionStore
import Petitions

/// The form in which a reader reports a petition.
struct ReportPage {
  let desk: DeskVisit
  let petition: Petition
  let limits: ReviewLimits
  var form = ReportForm()
  var refusals: [ReportRefusal] = []

  private var words: Words { desk.words }
  private var messages: [FieldMessage] {
    refusals.map { FieldMessage(field: $0.field?.rawValue, text: words($0, limits)) }
  }

  var bytes: [UInt8] {
    let prefix = refusals.isEmpty ? "" : words("Error:") + " "
    return Layout(
      context: desk.context, title: prefix + words("Report a petition"), isListed: false,
      head: link(.rel("stylesheet"), .href(desk.assets.styleSheet))
    ).page {
      BackToPetition(context: desk.context, petition: petition).html
      FieldMessages(title: words("Your report was not sent"), messages: messages).html
      h1 { words("Report a petition") }
      p(.class("lead")) {
        words.html(
          "If this petition breaks {rules}, tell the moderators. Nobody else learns who reported it.",
          [
            "rules": a(.href(desk.context.link(.desk(.moderation(.publicRules))))) {
              words("the rules")
            }
          ])
      }
      DeskForm(desk: desk, action: .moderation(.report(petition.slug))).html { fields }
    }
  }

  @HTMLBuilder private var fields: HTML {
    ChoiceField(
      id: "kind", legend: words("What is wrong with it?"),
      choices: PetitionReport.Kind.allCases.map { ($0.rawValue, words($0)) },
      chosen: form.kind, messages: messages
    ).html
    DeskField(
      "text", label: words("What exactly?"),
      hint: words("Up to {limit} characters.", ["limit": words.number(limits.reportLength)]),
      messages: messages
    ).html { field in
      textarea(
        .id("text"), .name("text"), .rows(5), .dir(.auto), field.invalid, field.described
      ) { form.text }
    }
    DeskField(
      "email", label: words("Your email address (optional)"),
      hint: words("Only for a question about this report. It is deleted with it."),
      messages: messages
    ).html { field in
      input(
        .id("email"), .type(.email), .name("email"), .value(form.email), .autocomplete("email"),
        field.invalid, field.described)
    }
    button(.class("primary")) { words("Send the report") }
  }
}

/// Says that a report was kept.
struct ReportSentPage {
  let desk: DeskVisit
  let petition: Petition

  var bytes: [UInt8] {
    let words = desk.words
    return Layout(context: desk.context, title: words("Thank you"), isListed: false).page {
      BackToPetition(context: desk.context, petition: petition).html
      h1 { words("Thank you") }
      p(.class("lead")) { words("The moderators will look at it. Nothing was published.") }
    }
  }
}

/// What readers reported, the oldest first.
struct ReportsPage {
  let desk: DeskVisit
  let reports: [ReceivedReport]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Reports from readers")).bytes {
      p(.class("back")) {
        a(.href(desk.context.link(.desk(.moderation(.queue))))) { words("Moderation") }
      }
      h1 { words("Reports from readers") }
      if reports.isEmpty {
        p(.class("hint")) { words("Nothing waits here.") }
      } else {
        ul(.class("queue")) { for report in reports { item(report) } }
      }
    }
  }

  private func item(_ report: ReceivedReport) -> HTML {
    li(.class("queue-item")) {
      h2 {
        a(.href(desk.context.link(.petition(report.slug)))) { isolated(report.title) }
      }
      p {
        strong { words(report.kind) }
        " · " + words("{time} ago", ["time": words.age(desk.now - report.createdAt)])
      }
      for line in report.text.split(separator: "\n") { p(.dir(.auto)) { String(line) } }
      if !report.email.isEmpty {
        p { words.html("Ask back: {email}", ["email": isolated(report.email)]) }
      }
      if desk.allows(.moderate) { actions(report) }
    }
  }

  private func actions(_ report: ReceivedReport) -> HTML {
    div(.class("actions")) {
      DeskForm(desk: desk, action: .moderation(.closeReport(report.id))).html {
        button { words("Put aside") }
      }
      a(.class("danger"), .href(desk.context.link(.desk(.moderation(.takeDown(report.slug)))))) {
        words("Take the petition down")
      }
      a(.href(desk.context.link(.desk(.moderation(.merge(report.slug)))))) {
        words("Merge it with another")
      }
    }
  }
}
