/// What a petition is about, roughly.
public enum Category: String, Sendable, Hashable, CaseIterable, Codable {
  case animals
  case children
  case culture
  case democracy
  case economy
  case education
  case environment
  case equality
  case health
  case housing
  case humanRights = "human-rights"
  case justice
  case migration
  case neighbourhood
  case peace
  case science
  case traffic
  case work
  case other
}
