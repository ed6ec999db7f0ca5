import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

extension Words {
  /// The sentence that says why an update cannot be posted.
  func callAsFunction(_ refusal: UpdateForm.Refusal) -> String {
    switch refusal {
    case .titleMissing: self("Enter a title.")
    case .titleTooLong:
      self(
        "This title is too long. It can have at most {limit} characters.",
        ["limit": number(UpdateForm.titleLimit)])
    case .bodyMissing: self("Write what happened.")
    case .bodyTooLong:
      self(
        "This text is too long. It can have at most {limit} characters.",
        ["limit": number(UpdateForm.bodyByteLimit)])
    }
  }

  /// The sentence that says why a petition cannot be closed with a form.
  func callAsFunction(_ refusal: ClosingForm.Refusal) -> String {
    switch refusal {
    case .kindMissing: self("Choose what became of the petition.")
    case .textMissing: self("Write a few words for the people who signed.")
    case .textTooLong:
      self(
        "This text is too long. It can have at most {limit} characters.",
        ["limit": number(ClosingForm.textByteLimit)])
    }
  }
}

extension Site {
  /// Takes an update off, or posts the one in the form.
  func changeUpdates(_ petition: Petition, _ desk: DeskVisit) async throws -> Response {
    let form = try form(of: desk.request)
    let account = try desk.account.id
    let page = desk.context.link(.desk(.organiser(.updates(petition.slug))))
    if let id = form["remove"].flatMap({ Int64($0) }) {
      try await store.removeUpdate(
        PetitionUpdate.ID(rawValue: id), of: petition.id, by: account, at: desk.now)
      return redirect(to: page)
    }
    let typed = UpdateForm(title: form["title"] ?? "", body: form["body"] ?? "")
    var messages: [FieldMessage] = []
    if let (checked, html) = checkedUpdate(typed, &messages, desk.words) {
      do {
        try await store.postUpdate(
          checked, bodyHTML: html, of: petition.id, by: account, at: desk.now)
        return redirect(to: page)
      } catch OrganisingError.tooManyUpdates {
        messages = [
          FieldMessage(
            field: nil,
            text: desk.words(
              "This petition has as many updates as it can have. Take one off first."))
        ]
      }
    }
    return try await updatesPage(petition, typed, messages, desk)
  }

  /// What can be saved of an update, with its HTML; nil where the messages say what is wrong.
  private func checkedUpdate(
    _ typed: UpdateForm, _ messages: inout [FieldMessage], _ words: Words
  ) -> (form: UpdateForm, html: String)? {
    let (checked, refusals) = typed.checked()
    messages = refusals.map {
      FieldMessage(field: "update-\($0.field.rawValue)", text: words($0))
    }
    guard messages.isEmpty else { return nil }
    guard let html = try? Markdown.html(checked.body) else {
      messages = [FieldMessage(field: "update-body", text: Self.tooDeep(words))]
      return nil
    }
    return (checked, html)
  }

  /// An update in the form that changes it.
  func updatePage(
    _ id: PetitionUpdate.ID, _ petition: Petition, _ desk: DeskVisit
  ) async throws -> Response {
    guard let update = try await store.update(id, of: petition.id) else {
      throw PageFailure.notFound
    }
    return personalPage(
      ChangeUpdatePage(
        desk: desk, petition: petition, update: update,
        typed: UpdateForm(title: update.title, body: update.body)
      ).bytes)
  }

  /// Changes an update, or shows the form again.
  func changeUpdate(
    _ id: PetitionUpdate.ID, _ petition: Petition, _ desk: DeskVisit
  ) async throws -> Response {
    let form = try form(of: desk.request)
    let typed = UpdateForm(title: form["title"] ?? "", body: form["body"] ?? "")
    guard let update = try await store.update(id, of: petition.id) else {
      return try await updatesPage(petition, typed, [Self.updateGone(desk.words)], desk)
    }
    var page = ChangeUpdatePage(desk: desk, petition: petition, update: update, typed: typed)
    guard let (checked, html) = checkedUpdate(typed, &page.messages, desk.words) else {
      return personalPage(page.bytes, status: .unprocessable)
    }
    do {
      try await store.changeUpdate(
        id, from: form["words-of"].flatMap { Int64($0) } ?? 0, to: checked, bodyHTML: html,
        of: petition.id, by: try desk.account.id, at: desk.now)
    } catch OrganisingError.changedMeanwhile {
      page.messages = [
        FieldMessage(
          field: nil,
          text: desk.words(
            "Somebody else has changed it meanwhile. What you typed stands below; saving it puts it in the place of theirs."
          ))
      ]
      return personalPage(page.bytes, status: .conflict)
    } catch OrganisingError.updateGone {
      return try await updatesPage(petition, typed, [Self.updateGone(desk.words)], desk)
    }
    return redirect(to: desk.context.link(.desk(.organiser(.updates(petition.slug)))))
  }

  private static func updateGone(_ words: Words) -> FieldMessage {
    FieldMessage(
      field: nil,
      text: words(
        "The update is not there any more. What you typed stands in the form for a new one."))
  }

  func updatesPage(
    _ petition: Petition, _ typed: UpdateForm, _ messages: [FieldMessage], _ desk: DeskVisit
  ) async throws -> Response {
    let updates = try await store.updates(of: petition.id)
    let page = WriteUpdatePage(
      desk: desk, petition: petition, updates: updates, typed: typed, messages: messages)
    return personalPage(page.bytes, status: messages.isEmpty ? .ok : .unprocessable)
  }

  /// Closes with what the form says became of the petition.
  func close(_ petition: Petition, _ desk: DeskVisit) async throws -> Response {
    let form = try form(of: desk.request)
    let typed = ClosingForm(kind: form["kind"] ?? "", text: form["text"] ?? "")
    let (closing, refusals) = typed.checked()
    var messages = refusals.map { refusal in
      FieldMessage(
        field: refusal.field == .kind ? ClosingPage.firstKind : "outcome-text",
        text: desk.words(refusal))
    }
    if let closing {
      do {
        let isClosed = try await store.close(
          petition.id, with: closing, textHTML: try Markdown.html(closing.text),
          by: try desk.account.id, at: desk.now)
        guard isClosed else { throw PageFailure.takenDown }
        return redirect(to: desk.context.link(.petition(petition.slug)))
      } catch is MarkdownError {
        messages = [FieldMessage(field: "outcome-text", text: Self.tooDeep(desk.words))]
      }
    }
    return try await closingPage(petition, typed, messages, desk)
  }

  /// - Parameter typed: nil for what was said before, or nothing.
  func closingPage(
    _ petition: Petition, _ typed: ClosingForm?, _ messages: [FieldMessage], _ desk: DeskVisit
  ) async throws -> Response {
    guard petition.transition(on: .close, at: desk.now) != nil else { throw PageFailure.takenDown }
    let known = try await store.outcome(of: petition.id)
    let form = typed ?? known.map { ClosingForm(kind: $0.kind.rawValue, text: $0.text) }
    let page = ClosingPage(
      desk: desk, petition: petition, isKnown: known != nil, typed: form ?? ClosingForm(),
      messages: messages)
    return personalPage(page.bytes, status: messages.isEmpty ? .ok : .unprocessable)
  }

  private static func tooDeep(_ words: Words) -> String {
    words("This text has too many lists or quotes inside each other. Make it simpler.")
  }

  /// Puts a reason on the page of the petition, or takes it off.
  func changeReasons(
    _ petition: Petition, _ before: Int?, _ desk: DeskVisit
  ) async throws -> Response {
    let form = try form(of: desk.request)
    let (ordinal, isFeatured) =
      form["feature"].map { ($0, true) } ?? (form["unfeature"] ?? "", false)
    guard let ordinal = Int(ordinal) else {
      return try await reasonsPage(petition, before, nil, desk)
    }
    do {
      try await store.feature(
        isFeatured, reasonAt: ordinal, of: petition.id, by: try desk.account.id, at: desk.now)
    } catch OrganisingError.tooManyReasons {
      let text = desk.words(
        "{count} reason stands on the page already. Take one off first.",
        "{count} reasons stand on the page already. Take one off first.",
        count: store.limits.organising.featuredReasons)
      return try await reasonsPage(petition, before, FieldMessage(field: nil, text: text), desk)
    } catch OrganisingError.noSuchReason {
      let text = desk.words("This reason is not public any more.")
      return try await reasonsPage(petition, before, FieldMessage(field: nil, text: text), desk)
    }
    return redirect(
      to: desk.context.link(.desk(.organiser(.reasons(petition.slug, before: before)))))
  }

  func reasonsPage(
    _ petition: Petition, _ before: Int?, _ message: FieldMessage?, _ desk: DeskVisit
  ) async throws -> Response {
    let reasons = try await store.reasons(
      of: petition.id, before: before, limit: ReasonsPage.size + 1)
    let page = ReasonsPage(
      desk: desk, petition: petition, before: before,
      featured: try await store.featuredReasons(of: petition.id),
      reasons: Array(reasons.prefix(ReasonsPage.size)), hasMore: reasons.count > ReasonsPage.size,
      message: message)
    return personalPage(page.bytes, status: message == nil ? .ok : .unprocessable)
  }
}
