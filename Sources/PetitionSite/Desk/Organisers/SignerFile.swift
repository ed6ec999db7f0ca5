import Markup
import PetitionStore
import Petitions

/// A file with the signers of a petition who agreed to it, made piece by piece while it is sent.
actor SignerFile {
  private let store: Store
  private let petition: Petition
  private let format: SignerFormat
  private var stage = Stage.beginning
  private var hasSigners = false

  private enum Stage {
    case beginning
    /// The next place of the list.
    case signers(from: Int)
    case ended
  }

  init(of petition: Petition, as format: SignerFormat, from store: Store) {
    self.petition = petition
    self.format = format
    self.store = store
  }

  /// The piece that follows; nil at the end.
  func next() async throws -> [UInt8]? {
    switch stage {
    case .beginning:
      stage = .signers(from: 1)
      return beginning
    case .signers(let first):
      let end = petition.tally.confirmed + 1
      guard first < end else {
        stage = .ended
        return ending
      }
      let next = min(end, first + store.limits.organising.exportStep)
      let signers = try await store.consentingSigners(of: petition.id, first..<next)
      stage = .signers(from: next)
      return try bytes(of: signers)
    case .ended: return nil
    }
  }

  private var beginning: [UInt8] {
    switch format {
    case .csv:
      var bytes = CSV.byteOrderMark
      CSV.append(
        ["number", "name", "country", "reason", "audience", "confirmed"].map(CSV.Field.text),
        to: &bytes)
      return bytes
    case .json: return Array("[".utf8)
    }
  }

  private var ending: [UInt8] {
    switch format {
    case .csv: []
    case .json: Array("\n]\n".utf8)
    }
  }

  private func bytes(of signers: [ConsentingSigner]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for signer in signers {
      switch format {
      case .csv: CSV.append(Self.record(signer), to: &bytes)
      case .json:
        bytes += Array((hasSigners ? ",\n" : "\n").utf8)
        bytes += try PetitionJSON.bytes(Entry(signer)).filter { $0 != UInt8(ascii: "\n") }
      }
      hasSigners = true
    }
    return bytes
  }

  private static func record(_ signer: ConsentingSigner) -> [CSV.Field] {
    [
      .number(signer.ordinal), .text(signer.name), signer.country.map(CSV.Field.text) ?? .empty,
      signer.reason.isEmpty ? .empty : .text(signer.reason), .text(signer.audience.rawValue),
      .text(Timestamp.text(signer.confirmedAt)),
    ]
  }

  private struct Entry: Encodable {
    let number: Int
    let name: String
    let country: String?
    let reason: String?
    let audience: String
    let confirmed: String

    init(_ signer: ConsentingSigner) {
      number = signer.ordinal
      name = signer.name
      country = signer.country
      reason = signer.reason.isEmpty ? nil : signer.reason
      audience = signer.audience.rawValue
      confirmed = Timestamp.text(signer.confirmedAt)
    }
  }
}
