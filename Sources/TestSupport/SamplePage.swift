public import Petitions

extension ImportedPage {
  /// A petition as it stood on a former site, with the first page of its list.
  public static let sample = ImportedPage(
    wording: Wording(
      title: "Keep the Night Bus to Harrow Point",
      targets: [Target(name: "Ines Okafor", office: "Head of Transport")],
      goal: "Keep line 9 running after midnight.",
      story: "The last bus leaves at ten.\n\nNurses **walk home** for an hour.",
      callToSign: "Sign the petition below to ask for the bus.",
      letter: Letter(
        salutation: "Dear Ms Okafor,",
        body: ["People who work at night need a way home.", "Please keep line 9."],
        closing: "Sincerely,")),
    photoCredit: "Friends of Line 9", count: 23,
    names: [
      ImportedName(position: 1, name: "Joaquín Vidal"), ImportedName(position: 2, name: "မောင်မောင်"),
      ImportedName(position: 3, name: "Runa Lindqvist"),
    ])
}
