import Cryptography
import Foundation
import Petitions
import SQLDatabase

/// How a proposal is read from its row, and how what was written lies in it.
enum ProposalRow {
  /// The row of a link.
  static let byLink: SQL = """
    SELECT id, link_hash, state, content, verdict, owner_id, petition_id, submissions, created_at,
      changed_at, submitted_at, expires_at, language
    FROM proposal
    WHERE link_hash = $1 AND (expires_at IS NULL OR expires_at > $2)
    """

  static let byID: SQL = """
    SELECT id, link_hash, state, content, verdict, owner_id, petition_id, submissions, created_at,
      changed_at, submitted_at, expires_at, language
    FROM proposal
    WHERE id = $1
    """

  static func proposal(
    _ row: Row, open: ([UInt8], String) throws -> String
  ) throws -> Proposal {
    let hash: [UInt8] = try row.get(1)
    let state: String = try row.get(2)
    guard let state = Proposal.State(rawValue: state) else { throw StoreError.unreadableRecord }
    let verdict: [UInt8]? = try row.get(4)
    return Proposal(
      id: Proposal.ID(rawValue: try row.get(0)), state: state,
      content: try content(open(row.get(3), contentPlace(hash))),
      verdict: try verdict.map { try open($0, verdictPlace(hash)) } ?? "",
      owner: (try row.get(5) as Int64?).map(Account.ID.init),
      petition: (try row.get(6) as Int64?).map(Petition.ID.init), submissions: try row.get(7),
      createdAt: try row.get(8), changedAt: try row.get(9), submittedAt: try row.get(10),
      expiresAt: try row.get(11), language: try row.get(12))
  }

  static func encoded(_ content: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(content), as: UTF8.self)
  }

  static func decoded<Content: Decodable>(_ text: String) throws -> Content {
    do {
      return try JSONDecoder().decode(Content.self, from: Data(text.utf8))
    } catch {
      throw StoreError.unreadableRecord
    }
  }

  private static func content(_ text: String) throws -> ProposalContent { try decoded(text) }

  static func contentPlace(_ hash: [UInt8]) -> String { "proposal.content " + Hex.encode(hash) }
  static func verdictPlace(_ hash: [UInt8]) -> String { "proposal.verdict " + Hex.encode(hash) }
  static func linkPlace(_ hash: [UInt8]) -> String { "proposal.link " + Hex.encode(hash) }
}
