public import Petitions

extension ProposalContent {
  /// A petition that wants for nothing, as its author submits it.
  public static func proposed(title: String = "Light the path to the station") -> ProposalContent {
    var content = ProposalContent()
    content.title = title
    content.goal = "Put lamps along the path."
    content.targets = [DetailedTarget(name: "Ines Okafor", office: "Head of Transport")]
    content.story = "The path is **dark** from five."
    content.callToSign = "Sign for light."
    content.salutation = "Dear Ms Okafor,"
    content.letter = "People walk home in the dark.\n\nPlease light the path."
    content.closing = "Sincerely,"
    content.language = "en"
    content.category = Category.allCases[0].rawValue
    content.audience = Audience.public.rawValue
    content.name = "Runa Lindqvist"
    content.email = "runa@example.org"
    return content
  }

  /// The petition that it makes.
  public var complete: CompleteProposal {
    get throws {
      try ProposalCheck(
        limits: ProposalLimits(), countries: [], languages: ["en"], at: 1_700_000_000_000,
        isReadable: { _ in true }
      ).complete(self)
    }
  }
}
