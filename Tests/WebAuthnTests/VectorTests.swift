import Testing
import WebAuthn

/// The test vectors of WebAuthn Level 3 (section 16), whose authenticators do not verify people.
@Suite struct VectorTests {
  private let party = RelyingParty(
    id: "example.org", origin: "https://example.org", needsVerification: false)

  @Test func `the ES256 credential of the specification registers and signs in`() throws {
    // Section 16.2.
    let credential = try party.credential(
      made: .init(
        clientData: bytes(
          """
          7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d50743455
          7878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e22
          3a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c226578
          74726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e646564207769746820
          6164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a
          20426b5165446a646354427258426941774a544c453551227d
          """),
        attestation: bytes(
          """
          a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4
          735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2
          fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86
          ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed7
          3290af2e2664796b9220
          """)),
      for: bytes("00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130"))
    let id = try bytes("f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4")
    #expect(credential.id == id)
    #expect(credential.isBackedUp)
    let assertion = RelyingParty.Assertion(
      credentialID: id,
      clientData: try bytes(
        """
        7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c54
        55506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a22687474
        70733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d
        """),
      authenticatorData: try bytes(
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000"),
      signature: try bytes(
        """
        3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b9353
        8174f575bf11a1dd5d78c6e486013f937295ea13653e331e87
        """))
    let challenge = try bytes("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408")
    #expect(try party.checked(credential, by: assertion, for: challenge) == credential)
    // The same authenticator is not enough where the person must be verified.
    let strict = RelyingParty(id: "example.org", origin: "https://example.org")
    #expect(throws: WebAuthnError.userNotVerified) {
      try strict.checked(credential, by: assertion, for: challenge)
    }
  }

  @Test func `the Ed25519 credential of the specification signs in`() throws {
    // Section 16.11; the key is cut from the authenticator data of its registration.
    let id = try bytes("ce9f840ed96599580cd140fbc7bb3230633f50f61041aff73308ae71caa8a2bd")
    let credential = Credential(
      id: id,
      key: try bytes(
        """
        a401010327200621582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832
        """),
      signCount: 0, isBackedUp: false)
    let assertion = RelyingParty.Assertion(
      credentialID: id,
      clientData: try bytes(
        """
        7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a2269566c583442786a4f6d6d
        44534b4c596f7870557439736e364d48454f7943413135726947514a6e763949222c226f726967696e223a22687474
        70733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d
        """),
      authenticatorData: try bytes(
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50100000000"),
      signature: try bytes(
        """
        f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b011f0d6fecb0
        97d6607525713223a0dc0d453993dae00b
        """))
    let challenge = try bytes("895957e01c633a698348a2d8a31a54b7db27e8c1c43b2080d79ae2190267bfd2")
    #expect(try party.checked(credential, by: assertion, for: challenge) == credential)
  }
}
