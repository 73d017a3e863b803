import RedisFaultInjection

/// The place of a timeline's chart in its drawing: time runs to the right, the faults are bands behind it.
struct TimelineFrame {
    static let width = 460.0
    static let left = 46.0
    static let right = 8.0

    /// How much time the drawing is wide. All policies of a scenario share it.
    let duration: Duration
    let top: Double
    let height: Double

    var bottom: Double { top + height }

    func x(_ time: Duration) -> Double {
        let share = duration > .zero ? time / duration : 0
        return Self.left + min(1, max(0, share)) * (Self.width - Self.left - Self.right)
    }

    /// The bands of the faults, each with its name for those who point at it.
    func bands(_ bands: [FaultBand]) -> String {
        bands.map { band in
            let from = x(band.start)
            let wide = max(1.5, x(band.end) - from)
            return """
                <rect class="fault" x="\(coordinate(from))" y="\(coordinate(top))" width="\(coordinate(wide))" \
                height="\(coordinate(height))"><title>\(escaped(band.name))</title></rect>
                """
        }.joined()
    }

    /// A horizontal line of the grid with its label.
    func rule(at y: Double, _ label: String) -> String {
        """
        <line class="grid" x1="\(coordinate(Self.left))" x2="\(coordinate(Self.width - Self.right))" \
        y1="\(coordinate(y))" y2="\(coordinate(y))"/>\
        <text class="axis" x="\(coordinate(Self.left - 5))" y="\(coordinate(y + 3.5))" text-anchor="end">\
        \(escaped(label))</text>
        """
    }

    /// The time axis below the chart, marked in whole seconds.
    func timeAxis() -> String {
        let seconds = duration / .seconds(1)
        let step = max(1, (seconds / 6).rounded(.up))
        return stride(from: 0, through: seconds, by: step).map { second in
            """
            <text class="axis" x="\(coordinate(x(.seconds(second))))" y="\(coordinate(bottom + 14))" \
            text-anchor="middle">\(Int(second)) s</text>
            """
        }.joined()
    }

    /// A line through points of time; it is broken where there is no value.
    func line(_ values: [(time: Duration, y: Double?)], _ style: String) -> String {
        var pieces: [[String]] = [[]]
        for value in values {
            if let y = value.y {
                pieces[pieces.count - 1].append("\(coordinate(x(value.time))),\(coordinate(y))")
            } else {
                pieces.append([])
            }
        }
        return pieces.filter { !$0.isEmpty }.map { points in
            guard points.count > 1 else {
                // Where calls end seconds apart, single points are all there is.
                let place = points[0].split(separator: ",")
                return "<circle class=\"\(style)\" cx=\"\(place[0])\" cy=\"\(place[1])\" r=\"2.2\"/>"
            }
            return "<polyline class=\"\(style)\" points=\"\(points.joined(separator: " "))\"/>"
        }.joined()
    }
}
