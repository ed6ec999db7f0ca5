import Localization
import Petitions

extension Words {
  /// The name of a step.
  func callAsFunction(_ stage: ProposalStage) -> String {
    switch stage {
    case .ask: self("What you ask, and of whom")
    case .story: self("The story")
    case .letter: self("The letter")
    case .details: self("Photo and details")
    case .about: self("About you")
    case .review: self("Look it over")
    }
  }

  /// Where a petition stands on its way.
  func callAsFunction(_ state: Proposal.State) -> String {
    switch state {
    case .draft: self("Your draft")
    case .submitted: self("Your petition waits for a moderator")
    case .returned: self("Your petition came back to be changed")
    case .rejected: self("Your petition was not accepted")
    case .published: self("Your petition is open")
    }
  }

  /// The name of a category.
  func callAsFunction(_ category: Petitions.Category) -> String {
    switch category {
    case .animals: self("Animals")
    case .children: self("Children and families")
    case .culture: self("Culture and sport")
    case .democracy: self("Democracy")
    case .economy: self("Economy and taxes")
    case .education: self("Education")
    case .environment: self("Environment and climate")
    case .equality: self("Equality")
    case .health: self("Health and care")
    case .housing: self("Housing")
    case .humanRights: self("Human rights")
    case .justice: self("Justice and police")
    case .migration: self("Migration")
    case .neighbourhood: self("Town and neighbourhood")
    case .peace: self("Peace and foreign affairs")
    case .science: self("Science and technology")
    case .traffic: self("Traffic")
    case .work: self("Work")
    case .other: self("Something else")
    }
  }

  /// An audience, as the author of a petition chooses it for others.
  func callAsFunction(offered audience: Audience) -> String {
    switch audience {
    case .public: self("Everyone, on the public list")
    case .target: self("The people who receive the letter")
    case .organiser: self("The people who run this petition")
    case .nobody: self("Nobody")
    }
  }

  /// What mails say of a petition, as its author chooses it.
  func callAsFunction(_ discretion: Discretion) -> String {
    switch discretion {
    case .named: self("They name the petition")
    case .discreet: self("They name only this site")
    }
  }

  /// The sentence that tells an author what is wrong with a field and what helps.
  func callAsFunction(_ refusal: ProposalRefusal) -> String {
    switch refusal.reason {
    case .missing: missing(refusal.field)
    case .tooLong(let limit):
      self(
        "This text is too long. It can have at most {limit} characters.", ["limit": number(limit)])
    case .withLink:
      self("Leave out web addresses here. They can stand in the story.")
    case .unknown: self("Choose one of the list.")
    case .tooMany(let limit):
      self("There are too many of these. There can be at most {limit}.", ["limit": number(limit)])
    case .dayMalformed: self("Enter a day that the calendar has, as in 2027-01-31.")
    case .dayTooEarly: self("Choose a later day: people need time to sign.")
    case .dayTooLate(let days):
      self("Choose an earlier day, within {days} days from now.", ["days": number(days)])
    case .milestonesMalformed:
      self("Enter whole numbers, each higher than the one before, such as 100, 1000, 5000.")
    case .person(let refusal): self(refusal)
    case .storyUnreadable:
      self("This text cannot be shown: its lists or quotes are nested too deep.")
    case .photo(let problem): self(problem)
    }
  }

  private func missing(_ field: ProposalField) -> String {
    switch field {
    case .title: self("Enter a title.")
    case .goal: self("Enter the goal, in one sentence.")
    case .target: self("Enter the name of whom the petition is addressed to.")
    case .story: self("Tell the story: what happened, and why it matters.")
    case .salutation: self("Enter how the letter begins, such as “Dear Mayor,”.")
    case .letter: self("Write the letter.")
    case .photoCredit: self("Enter who made the photo.")
    case .photoDescription: self("Describe what the photo shows.")
    case .language: self("Choose the language of the petition.")
    case .category: self("Choose a category.")
    case .audience: self("Choose who should see the names first.")
    case .callToSign, .closing, .photo, .discretion, .closesOn, .milestones, .name, .email:
      self("This field cannot be empty.")
    }
  }

  private func callAsFunction(_ problem: ProposalRefusal.PhotoProblem) -> String {
    switch problem {
    case .tooLarge: self("This file is larger than 10 MB. Choose a smaller one.")
    case .notAPhoto: self("This file is not a JPEG, PNG or WebP image.")
    case .tooManyPixels: self("This image has more than 50 million pixels. Choose a smaller one.")
    case .damaged: self("This image is damaged or incomplete. Choose another file.")
    case .busy:
      self(
        "Too many photos are being read at the moment. Everything else is saved: please choose the photo again."
      )
    }
  }
}
