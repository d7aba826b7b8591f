import Foundation
import Support
import Testing

/// WCAG 2.2 AA by axe-core in both schemes and on a phone, and what axe does not look at.
@Suite(.serialized) struct AccessibilityTests {
    /// Where scripts/packages puts axe-core: MPL-2.0, used and not shipped.
    private static let axe = "/usr/local/lib/thirdtouch-test/axe.min.js"

    struct Look: Sendable, CustomTestStringConvertible {
        var scheme: String
        var isPhone: Bool
        var testDescription: String { "\(scheme)\(isPhone ? ", phone" : "")" }
    }

    private static func violations(_ browser: Browser) throws -> String {
        try browser.evaluate(try String(contentsOfFile: axe, encoding: .utf8) + "; 1")
        return try browser.text(
            """
            axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a',
                'wcag21aa', 'wcag22aa', 'best-practice'] } }).then(result => result.violations
                .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' '
                + n.any.map(a => a.message).join('; ')).join(' | ')).join('\\n'))
            """)
    }

    @Test(
        "No view breaks a rule of WCAG 2.2 AA",
        arguments: [
            Look(scheme: "light", isPhone: false), Look(scheme: "dark", isPhone: false),
            Look(scheme: "light", isPhone: true),
        ])
    func axe(_ look: Look) throws {
        let office = try Office.shared.get()
        let browser = try office.visitor()
        try browser.setMedia(scheme: look.scheme)
        if look.isPhone { try browser.setWindow(width: 390, height: 844, isPhone: true) }
        try browser.open("\(office.address)/work")
        let lead = try browser.text("document.querySelector('.worklist tbody th a').href")
        let views = ViewTests.views.map { office.address + $0 }
        for view in views + [lead, "\(office.address)/work?class=wrong"] {
            try browser.open(view)
            let found = try Self.violations(browser)
            #expect(found.isEmpty, "\(view)\n\(found)")
        }
    }

    @Test("The door is as open to everybody as what lies behind it")
    func door() throws {
        let office = try Office.shared.get()
        let browser = try Browser()
        for address in [try office.link(), "\(office.address)/"] {
            try browser.open(address)
            let found = try Self.violations(browser)
            #expect(found.isEmpty, "\(address)\n\(found)")
        }
    }

    @Test("On a phone a lead is a card, nothing is cut off, and fingers find what they press")
    func phone() throws {
        let office = try Office.shared.get()
        let browser = try office.visitor()
        try browser.setWindow(width: 390, height: 844, isPhone: true)
        for view in ViewTests.views {
            try browser.open(office.address + view)
            #expect(
                try browser.number("document.documentElement.scrollWidth") <= 390, "\(view)")
        }
        try browser.open("\(office.address)/work")
        #expect(
            try browser.text(
                "getComputedStyle(document.querySelector('.worklist tr:nth-child(1)'))"
                    + ".display") != "table-row")
        let small = try browser.number(
            """
            [...document.querySelectorAll('button, select, .move a, input[type=checkbox]')]
                .map(e => e.getBoundingClientRect()).filter(r => r.height > 0 && r.height < 20).length
            """)
        #expect(small == 0)
    }

    @Test("On paper there are rows and no buttons")
    func paper() throws {
        let office = try Office.shared.get()
        let browser = try office.visitor()
        try browser.open("\(office.address)/work")
        try browser.setMedia(medium: "print")
        let hidden = try browser.number(
            "[...document.querySelectorAll('nav, .filters, .decide-bar, .move')]"
                + ".filter(e => getComputedStyle(e).display !== 'none').length")
        #expect(hidden == 0)
        #expect(
            try browser.number("document.querySelectorAll('.worklist tbody tr').length") > 10)
    }
}
