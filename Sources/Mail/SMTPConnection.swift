import CCurl
import EmailAddresses

/// libcurl's start, which must come before its first handle.
enum Curl {
  /// Takes place once, when the first relay is made: a process without one keeps no memory for it.
  static let start: Bool = curl_global_init(ccurl_global_ssl) == CURLE_OK
}

/// A handle of libcurl, which keeps its connection to a relay from mail to mail.
///
/// It belongs to one thread; every call blocks.
final class SMTPConnection {
  private let handle: UnsafeMutableRawPointer
  private let address: SMTPAddress
  private let options: SMTPOptions
  private let isStopped: () -> Bool
  private var conversation = SMTPConversation()
  private var content: [UInt8] = []
  private var position = 0
  private var mails = 0

  /// - Parameter isStopped: asked about once a second and whenever bytes move; when it is true, a
  ///   mail whose content is not yet under way is given up.
  init?(_ address: SMTPAddress, _ options: SMTPOptions, isStopped: @escaping () -> Bool) {
    guard Curl.start, let handle = curl_easy_init() else { return nil }
    self.handle = handle
    self.address = address
    self.options = options
    self.isStopped = isStopped
    guard setUp() == CURLE_OK else { return nil }
  }

  /// Sends one mail.
  func send(_ letter: Letter) -> Delivery {
    let (delivery, mayTryAgain) = attempt(letter, isFresh: false)
    // The relay had closed a connection that was kept; it has heard of no recipient.
    return mayTryAgain ? attempt(letter, isFresh: true).delivery : delivery
  }

  private func attempt(
    _ letter: Letter, isFresh: Bool
  ) -> (delivery: Delivery, mayTryAgain: Bool) {
    conversation.begin()
    content = letter.content
    position = 0
    defer { content = [] }
    guard let recipients = curl_slist_append(nil, "<\(letter.recipient.text)>") else {
      return (.deferred(SMTPError(.waiting, .library(Int(CURLE_OUT_OF_MEMORY.rawValue)))), false)
    }
    defer {
      ccurl_set_list(handle, CURLOPT_MAIL_RCPT, nil)
      curl_slist_free_all(recipients)
    }
    var code = ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
    let sender = letter.sender.map { "<\($0.text)>" } ?? ""
    if code == CURLE_OK { code = ccurl_set_text(handle, CURLOPT_MAIL_FROM, sender) }
    if code == CURLE_OK { code = large(CURLOPT_INFILESIZE_LARGE, content.count) }
    if code == CURLE_OK { code = number(CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0) }
    let isLast = mails + 1 >= options.mailsPerConnection
    if code == CURLE_OK { code = number(CURLOPT_FORBID_REUSE, isLast ? 1 : 0) }
    if code == CURLE_OK { code = curl_easy_perform(handle) }
    let isNew = ccurl_new_connections(handle) > 0
    mails = isLast || code != CURLE_OK ? 0 : isNew ? 1 : mails + 1
    guard code != CURLE_OK else {
      let answer = RelayAnswer.kept(conversation.text, to: letter.recipient.localPart)
      return (.accepted(answer: answer), false)
    }
    let error = error(of: code)
    let isStale =
      !isFresh && !isNew && error.stage <= .sender
      && [.lost, .notConnected, .answered(421)].contains(error.reason)
    return (error.isPermanent ? .rejected(error) : .deferred(error), isStale)
  }

  /// What libcurl's number means after what the relay has said.
  private func error(of code: CURLcode) -> SMTPError {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return conversation.error(.timedOut)
    case CURLE_COULDNT_RESOLVE_HOST: return conversation.error(.hostNotFound)
    case CURLE_COULDNT_CONNECT: return conversation.error(.notConnected)
    case CURLE_PEER_FAILED_VERIFICATION: return conversation.error(.certificate, at: .tls)
    case CURLE_SSL_CACERT_BADFILE: return conversation.error(.trustFile, at: .tls)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER:
      return conversation.error(.tls, at: .tls)
    case CURLE_ABORTED_BY_CALLBACK: return conversation.error(.stopped)
    case CURLE_USE_SSL_FAILED where (conversation.code ?? 0) < 400:
      return conversation.error(.notOffered, at: .startTLS)
    default: break
    }
    if let answer = conversation.code, answer >= 400 {
      // libcurl goes on without authentication where none is offered, and the relay refuses the
      // mail: that is not the mail's fault.
      if address.user != nil, !conversation.hasAuthenticated, conversation.stage >= .sender {
        return conversation.error(.notOffered, at: .authentication)
      }
      return conversation.error(.answered(answer))
    }
    switch code {
    case CURLE_LOGIN_DENIED: return conversation.error(.notOffered, at: .authentication)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY,
      CURLE_REMOTE_ACCESS_DENIED, CURLE_UPLOAD_FAILED, CURLE_PARTIAL_FILE:
      return conversation.error(.lost)
    default: return conversation.error(.library(Int(code.rawValue)))
    }
  }

  private func setUp() -> CURLcode {
    let milliseconds = 1000
    var codes = [
      text(CURLOPT_URL, address.url(helloName: options.helloName)),
      text(CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
      // No variable of the environment leads anywhere else.
      text(CURLOPT_PROXY, ""), number(CURLOPT_NETRC, 0),
      number(CURLOPT_NOSIGNAL, 1), number(CURLOPT_UPLOAD, 1), number(CURLOPT_TCP_KEEPALIVE, 1),
      number(
        CURLOPT_USE_SSL, address.security == .none ? ccurl_ssl_none : ccurl_ssl_required),
      number(CURLOPT_SSLVERSION, ccurl_tls_1_2),
      number(CURLOPT_SSL_VERIFYPEER, 1), number(CURLOPT_SSL_VERIFYHOST, 2),
      number(CURLOPT_CONNECTTIMEOUT_MS, options.connectSeconds * milliseconds),
      number(CURLOPT_TIMEOUT_MS, options.mailSeconds * milliseconds),
      number(CURLOPT_SERVER_RESPONSE_TIMEOUT, options.answerSeconds),
      number(CURLOPT_LOW_SPEED_LIMIT, 1), number(CURLOPT_LOW_SPEED_TIME, options.standstillSeconds),
      number(CURLOPT_MAXAGE_CONN, options.idleSeconds),
    ]
    if let file = address.trustFile {
      // Else the system's folder of certificates would be trusted as well.
      codes += [text(CURLOPT_CAINFO, file), ccurl_set_text(handle, CURLOPT_CAPATH, nil)]
    }
    if let user = address.user, let password = address.password {
      codes += [text(CURLOPT_USERNAME, user), text(CURLOPT_PASSWORD, password)]
    }
    // The connection outlives its callbacks: it ends them in `deinit`.
    let context = Unmanaged.passUnretained(self).toOpaque()
    codes += [
      ccurl_set_reading(handle, Self.read, context),
      ccurl_set_listening(handle, Self.hear, context), number(CURLOPT_VERBOSE, 1),
      ccurl_set_watching(handle, Self.watch, context), number(CURLOPT_NOPROGRESS, 0),
    ]
    return codes.first { $0 != CURLE_OK } ?? CURLE_OK
  }

  private func number(_ option: CURLoption, _ value: Int) -> CURLcode {
    ccurl_set_number(handle, option, value)
  }

  private func large(_ option: CURLoption, _ value: Int) -> CURLcode {
    ccurl_set_large_number(handle, option, curl_off_t(value))
  }

  private func text(_ option: CURLoption, _ value: String) -> CURLcode {
    ccurl_set_text(handle, option, value)
  }

  private static func connection(_ context: UnsafeMutableRawPointer) -> SMTPConnection {
    Unmanaged<SMTPConnection>.fromOpaque(context).takeUnretainedValue()
  }

  private static let read:
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      into, size, count, context in
      guard let into, let context else { return 0 }
      let connection = connection(context)
      let part = connection.content[connection.position...].prefix(size * count)
      part.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(start: into, count: size * count).copyMemory(from: bytes)
      }
      connection.position += part.count
      return part.count
    }

  /// libcurl's account of the conversation, the only one that says which command was answered.
  private static let hear:
    @convention(c) (
      UnsafeMutableRawPointer?, curl_infotype, UnsafeMutablePointer<CChar>?, Int,
      UnsafeMutableRawPointer?
    ) -> Int32 = { _, kind, bytes, count, context in
      guard kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT, let bytes, let context
      else { return 0 }
      let said = UnsafeRawBufferPointer(start: bytes, count: count)
      if kind == CURLINFO_HEADER_OUT {
        connection(context).conversation.hear(command: said)
      } else {
        connection(context).conversation.hear(line: said)
      }
      return 0
    }

  private static let watch:
    @convention(c) (
      UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t
    ) -> Int32 = { context, _, _, _, _ in
      guard let context else { return 0 }
      let connection = connection(context)
      return connection.conversation.stage < .content && connection.isStopped() ? 1 : 0
    }

  deinit {
    // Says QUIT where a connection is open, and waits a little for the answer. Nobody listens.
    ccurl_set_number(handle, CURLOPT_VERBOSE, 0)
    ccurl_set_number(handle, CURLOPT_NOPROGRESS, 1)
    ccurl_set_number(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, 2)
    curl_easy_cleanup(handle)
  }
}
