import API
import APISupport
import Foundation
import Glibc
import Sequencing
import Testing

/// The client against a real socket that answers well, badly, too much, or not at all.
struct ClientTests {
    @Test("A value is asked for and read")
    func get() throws {
        let text = String(decoding: try WireJSON.encode(Example.status), as: UTF8.self)
        let server = try UnixHTTPServer(["GET /v1/status": .json(200, text)])
        #expect(try Client(socket: server.path).get(Routes.status) == Example.status)
        #expect(server.requests.map(\.method) == ["GET"])
    }

    @Test("A query and a parameter arrive percent-encoded")
    func target() throws {
        let text = String(decoding: try WireJSON.encode(Example.lead), as: UTF8.self)
        let server = try UnixHTTPServer([
            "GET /v1/leads/a%40b.example?owner=x%20y": .json(200, text)
        ])
        let query = LeadFilter(owner: "x y").query
        let lead = try Client(socket: server.path).get(Routes.lead, "a@b.example", query: query)
        #expect(lead == Example.lead)
    }

    @Test("A body is posted as JSON, also a large one")
    func post() throws {
        let text = String(decoding: try WireJSON.encode(Example.enrollReply), as: UTF8.self)
        let server = try UnixHTTPServer(["POST /v1/enrollments": .json(200, text)])
        var request = Example.enroll
        request.leads = (1...1000).map { "somebody.with.a.long.name.\($0)@company.example" }
        let reply = try Client(socket: server.path).post(Routes.enroll, body: request)
        #expect(reply == Example.enrollReply)
        let body = Data(server.requests[0].body.utf8)
        #expect(try WireJSON.decode(EnrollRequest.self, from: body) == request)
    }

    @Test("A proxy in the environment is not asked")
    func proxy() throws {
        let text = String(decoding: try WireJSON.encode(Example.status), as: UTF8.self)
        let server = try UnixHTTPServer(["GET /v1/status": .json(200, text)])
        setenv("http_proxy", "http://127.0.0.1:1", 1)
        defer { unsetenv("http_proxy") }
        #expect(try Client(socket: server.path).get(Routes.status) == Example.status)
    }

    @Test("What the daemon refuses comes with its code, advice and details")
    func refused() throws {
        let text = String(decoding: try WireJSON.encode(Example.refusal), as: UTF8.self)
        let server = try UnixHTTPServer(["POST /v1/sequences": .json(422, text)])
        #expect(throws: ClientError.refused(Example.refusal)) {
            try Client(socket: server.path).post(Routes.publishSequence, body: Example.publish)
        }
    }

    @Test("Without a socket the daemon is not running")
    func missing() {
        let error = failure(of: Client(socket: "/nonexistent/thirdtouch.sock"))
        #expect(
            error
                == .unreachable(
                    socket: "/nonexistent/thirdtouch.sock", cause: "there is no such file"))
        #expect(error?.exitStatus == .unreachable)
        #expect(error?.advice.contains("systemctl start thirdtouchd") ?? false)
    }

    @Test("A socket that nobody listens on says so")
    func deaf() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())").path
        let descriptor = try UnixSocket.bound(at: path)
        defer {
            close(descriptor)
            unlink(path)
        }
        let error = failure(of: Client(socket: path))
        #expect(error == .unreachable(socket: path, cause: "nobody listens there"))
    }

    @Test("A path that is too long for a socket is refused before anything is tried")
    func longPath() {
        let error = failure(of: Client(socket: "/" + String(repeating: "x", count: 107)))
        guard case .unreachable(_, let cause)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause == "the path is longer than 107 bytes")
    }

    @Test(
        "Whatever does not speak the API is called so",
        arguments: [
            ("SSH-2.0-OpenSSH_9.2\r\n", 0),
            ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnope", 200),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200),
            ("HTTP/1.1 502 Bad\r\nContent-Length: 6\r\n\r\n<html>", 502),
        ])
    func garbled(_ text: String, _ status: Int) throws {
        let server = try UnixHTTPServer(["GET /v1/status": .bytes(Array(text.utf8))])
        guard case .garbled(let found, let cause)? = failure(of: Client(socket: server.path)) else {
            Issue.record("not garbled")
            return
        }
        #expect(found == status)
        #expect(!cause.isEmpty)
    }

    @Test("A missing key is named with its place")
    func missingKey() throws {
        let server = try UnixHTTPServer(["GET /v1/status": .json(200, #"{"version":"1"}"#)])
        let error = failure(of: Client(socket: server.path))
        #expect(error == .garbled(status: 200, cause: "“startedAt” is missing"))
    }

    @Test("An answer beyond the limit is not read to its end")
    func huge() throws {
        let server = try UnixHTTPServer(["GET /v1/status": .flood(bytes: 300_000_000)])
        let error = failure(of: Client(socket: server.path))
        #expect(error == .tooLarge(limitBytes: 64 * 1_048_576))
    }

    @Test(
        "A connection that ends early is told apart from a daemon that is not there",
        arguments: [
            UnixHTTPServer.Answer.nothing,
            .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".utf8)),
        ])
    func interrupted(_ answer: UnixHTTPServer.Answer) throws {
        let server = try UnixHTTPServer(["GET /v1/status": answer])
        guard case .interrupted? = failure(of: Client(socket: server.path)) else {
            Issue.record("not interrupted")
            return
        }
    }

    @Test("A daemon that says nothing is given up on")
    func mute() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())").path
        let descriptor = try UnixSocket.bound(at: path)
        defer {
            close(descriptor)
            unlink(path)
        }
        #expect(listen(descriptor, 1) == 0)
        let limits = Client.Limits(totalMilliseconds: 50)
        guard case .interrupted? = failure(of: Client(socket: path, limits: limits)) else {
            Issue.record("not interrupted")
            return
        }
    }

    private func failure(of client: Client) -> ClientError? {
        do throws(ClientError) {
            _ = try client.get(Routes.status)
            return nil
        } catch {
            return error
        }
    }
}

struct SocketPathTests {
    @Test(
        "The option comes before the environment, and both before the standard path",
        arguments: [
            ("/a", "/b", "/a"), (nil, "/b", "/b"), ("", "/b", "/b"), (nil, "", SocketPath.standard),
            (nil, nil, SocketPath.standard),
        ] as [(String?, String?, String)])
    func order(_ option: String?, _ environment: String?, _ expected: String) {
        let variables = environment.map { [SocketPath.environmentKey: $0] } ?? [:]
        #expect(SocketPath.resolve(option: option, environment: variables) == expected)
    }
}
