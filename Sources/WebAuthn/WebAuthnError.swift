/// Why a passkey's answer was refused.
public enum WebAuthnError: Error, Hashable, Sendable {
  /// Bytes that are not what the specification says.
  case malformed(Part)

  /// Made for the other ceremony.
  case type

  /// Made for another challenge.
  case challenge

  /// Made on a page of another site.
  case origin

  /// Made in a frame of another site.
  case crossOrigin

  /// The passkey belongs to another site.
  case relyingParty

  /// Nobody touched the authenticator.
  case userNotPresent

  /// The authenticator did not verify who it was.
  case userNotVerified

  /// It is said to be copied, and not to be able to.
  case backupState

  /// No key in an algorithm that was offered.
  case key

  /// Another credential signed.
  case credential

  /// The signature is not of this key over these bytes.
  case signature

  /// The authenticator has signed less often than before: there are two of it.
  case signCount

  /// The part of an answer that could not be read.
  public enum Part: Hashable, Sendable {
    /// A part is too long.
    case size

    /// `clientDataJSON`.
    case clientData

    /// The attestation object is not CBOR.
    case attestationObject(CBORError)

    /// The attestation object lacks something.
    case attestation

    /// The authenticator data.
    case authenticatorData

    /// The credential's key, or what follows it, is not CBOR.
    case key(CBORError)
  }
}
