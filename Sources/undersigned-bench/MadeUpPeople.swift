import EmailAddresses
import PetitionStore
import Petitions

/// People who do not exist, the same ones in every run, told apart by a number.
struct MadeUpPeople {
  /// How long the signing took, in milliseconds, and when it began (UTC).
  private static let span: Int64 = 30 * 24 * 3_600_000
  private let start: Int64
  private let total: Int

  /// - Parameters:
  ///   - total: how many sign in the time that ends now.
  ///   - now: UTC milliseconds.
  init(total: Int, endingAt now: Int64) {
    self.total = max(1, total)
    start = now - Self.span
  }

  private static let firstNames = [
    "Amara", "Joaquín", "မောင်မောင်", "Layla", "美玲", "Zoë", "Ngozi", "Søren", "Thandiwe", "Ivo",
    "Bérénice", "Haruto", "Nadia", "Oisín", "Priya", "Tomasz", "ليلى", "Wanjiru", "Xiomara", "Jan",
  ]
  private static let lastNames = [
    "Okafor", "Vidal", "Lindqvist", "Hashimi", "Tanaka", "Kowalska", "Nyambura", "Bergström",
    "O’Connell", "Santos", "Petrović", "Moreau", "Achterberg", "Nakamura", "Fernández de la Vega",
  ]
  private static let countries = ["DE", "MM", "US", "KE", "BR", "FR", "PL", "IN", "JP", "SE"]
  private static let reason = "My mother has taken this way to work for thirty years."

  /// The person of a number, with what the form held.
  ///
  /// Of a hundred, 70 let everybody see the name, 20 ask for news, 10 give a reason and 60 a country.
  static func signer(_ number: Int) throws -> Signer {
    let share = number % 100
    let audience: Audience =
      switch share {
      case ..<70: .public
      case ..<85: .nobody
      case ..<95: .organiser
      default: .target
      }
    let first = firstNames[number % firstNames.count]
    let last = lastNames[number / 7 % lastNames.count]
    return Signer(
      name: try PersonName(typed: "\(first) \(last)"),
      email: try EmailAddress(parsing: "person.\(number)@mail\(number % 97).example.org"),
      reason: number % 10 == 3 ? reason : "",
      country: number % 5 < 3 ? countries[number / 3 % countries.count] : nil,
      audience: audience, wantsUpdates: number % 5 == 2)
  }

  /// The same person's signature, confirmed; one of a hundred was taken back.
  func confirmed(_ number: Int) throws -> ConfirmedSigner {
    ConfirmedSigner(
      try Self.signer(number),
      confirmedAt: start + Self.span * Int64(number) / Int64(total),
      isWithdrawn: number % 100 == 42)
  }
}
