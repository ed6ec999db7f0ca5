import Localization
import Petitions

extension Words {
  /// Why a signature was removed, as it stands on the public list.
  func callAsFunction(removal reason: RemovalReason) -> String {
    switch reason {
    case .program: self("signed by a program")
    case .bounce: self("the address takes no mail")
    case .court: self("a court ordered it")
    case .duplicate: self("the same person had signed before")
    case .name: self("the name is invented or abusive")
    case .request: self("the signer asked for it")
    case .other: self("another reason")
    }
  }
}
