import Testing

@testable import Drivers

@Suite("HTTP requests and logins")
struct HTTPAuthorizationTests {
  @Test("SHA-256 agrees with NIST's examples")
  func sha256() {
    // FIPS 180-4 example vectors: none, one block, two blocks, a million bytes.
    let vectors = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ]
    for (text, hash) in vectors { #expect(SHA256.hexadecimal(text) == hash) }
  }

  @Test("Base64 agrees with RFC 4648")
  func base64() {
    let vectors = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=",
      "foobar": "Zm9vYmFy",
    ]
    for (text, encoded) in vectors { #expect(Base64.encode(Array(text.utf8)) == encoded) }
    #expect(Base64.encode([0xFB, 0xFF, 0xFE]) == "+//+")
  }

  @Test("Basic agrees with RFC 7617")
  func basic() {
    let credentials = HTTPCredentials(user: "Aladdin", password: "open sesame")
    #expect(credentials.basicAuthorization == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
  }

  @Test("Digest agrees with RFC 7616, section 3.9.1")
  func digest() throws {
    let challenge = try #require(
      DigestChallenge(
        """
        Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, \
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
        """))
    let secret = challenge.secret(HTTPCredentials(user: "Mufasa", password: "Circle of Life"))
    let authorization = challenge.authorization(
      user: "Mufasa", secret: secret, method: "GET", target: "/dir/index.html", count: 1,
      clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    #expect(
      authorization.contains(#"response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1""#))
    #expect(authorization.contains("nc=00000001"))
    #expect(authorization.contains(#"opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#))
  }

  @Test(
    "a challenge that cannot be met is none",
    arguments: [
      "", "Digest", "Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\", qop=\"auth\"",
      "Digest realm=\"x\", nonce=\"y\", qop=\"auth\", algorithm=MD5",
      "Digest realm=\"x\", nonce=\"y\", qop=\"auth-int\", algorithm=SHA-256", "Digest realm=\"x",
      "Digest nonce=\"y\", qop=\"auth\", algorithm=SHA-256", "Digest =,=,\"", "Digest realm=\"\\",
    ])
  func unmetChallenges(header: String) {
    #expect(DigestChallenge(header) == nil)
  }

  @Test("a request has its host and length, and nothing can add a line to it")
  func requests() {
    var request = HTTPRequest(post: Array("a b".utf8), to: "/write?x=1")
    request.headers = [("Authorization", "Token x\r\nEvil: 1")]
    #expect(
      String(decoding: request.encoded(host: "db:8086"), as: UTF8.self)
        == "POST /write?x=1 HTTP/1.1\r\nHost: db:8086\r\nAuthorization: Token xEvil: 1\r\nContent-Length: 3\r\n\r\na b"
    )
    #expect(
      String(decoding: HTTPRequest(get: "/").encoded(host: "[::1]:80"), as: UTF8.self)
        == "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n")
  }
}
