extension DrillPage {
    /// Colours also differ in lightness, and every line has a position or a label of its own.
    static let style = """
        :root {
          color-scheme: light dark;
          --page: #fbfbfa; --card: #ffffff; --ink: #1d2329; --soft: #59636e; --rule: #dfe3e7;
          --p50: #2166a8; --p99: #b4540a; --slowest: #9aa3ac; --answered: #1f7a4d; --hits: #6d4aa8;
          --fault: #d6453d; --kept: #1f7a4d; --broken: #b3261e; --ours: #eef4fb;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14181c; --card: #1b2026; --ink: #e4e8ec; --soft: #9ca7b2; --rule: #323a43;
            --p50: #6db1f2; --p99: #f2a154; --slowest: #6f7a85; --answered: #5fc492; --hits: #b79bed;
            --fault: #ff6b61; --kept: #5fc492; --broken: #ff8a80; --ours: #1e2b38;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 92rem; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
        h1 { margin: 0 0 .3rem; font-size: 1.7rem; }
        h2 { margin: 0 0 .4rem; font-size: 1.2rem; }
        h2 code { margin-left: .4rem; font-size: .8em; font-weight: normal; color: var(--soft); }
        header p { margin: .2rem 0; }
        .times, .hint, figcaption, .outcome, .notes { color: var(--soft); }
        .times, .outcome, .notes, figcaption, .legend { font-size: .87rem; }
        .kept > span, span.kept { color: var(--kept); } .broken > span, span.broken { color: var(--broken); }
        section, .wide { margin: 1.5rem 0; padding: 1.1rem 1.25rem; background: var(--card);
          border: 1px solid var(--rule); border-radius: 8px; }
        section > p { max-width: 75ch; margin: .2rem 0 .6rem; }
        .wide { overflow-x: auto; padding: .6rem 1rem; }
        table { width: 100%; border-collapse: collapse; font-size: .87rem; font-variant-numeric: tabular-nums; }
        th { text-align: left; font-weight: 600; color: var(--soft); }
        th, td { padding: .3rem .6rem; white-space: nowrap; }
        .number { text-align: right; }
        tr.first td { border-top: 1px solid var(--rule); }
        tr.ours td { background: var(--ours); font-weight: 600; }
        .limits { margin: 0 0 1rem; padding: 0; list-style: none; font-size: .92rem; }
        .limits em { font-style: normal; color: var(--soft); overflow-wrap: anywhere; }
        .figures { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
        figure { margin: 0; min-width: 0; max-width: 44rem; }
        figcaption { min-height: 3em; } figcaption strong { color: var(--ink); }
        .notes { margin: .3rem 0 0; padding-left: 1.1rem; overflow-wrap: anywhere; }
        .outcome { margin: .3rem 0 0; }
        svg { display: block; width: 100%; height: auto; margin-top: .4rem; }
        svg text { font: 10.5px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--soft); }
        svg text.heading { fill: var(--ink); font-size: 11.5px; }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .fault { fill: var(--fault); opacity: .16; }
        .pointer { fill: transparent; } .pointer:hover { fill: var(--ink); opacity: .08; }
        polyline { fill: none; stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; }
        polyline.p50 { stroke: var(--p50); } polyline.p99 { stroke: var(--p99); }
        polyline.slowest { stroke: var(--slowest); stroke-width: 1.25; stroke-dasharray: 2 3; }
        circle.p50 { fill: var(--p50); } circle.p99 { fill: var(--p99); } circle.slowest { fill: var(--slowest); }
        circle.answered { fill: var(--answered); } circle.hits { fill: var(--hits); }
        polyline.answered { stroke: var(--answered); } polyline.hits { stroke: var(--hits); }
        .key { margin-right: .8rem; white-space: nowrap; }
        .key::before { content: ""; display: inline-block; width: 1.3em; height: .22em; margin-right: .4em;
          vertical-align: .25em; border-radius: 2px; background: currentColor; }
        .key.p50 { color: var(--p50); } .key.p99 { color: var(--p99); } .key.slowest { color: var(--slowest); }
        .key.answered { color: var(--answered); } .key.hits { color: var(--hits); }
        .key.band { color: var(--fault); } .key.band::before { height: .9em; opacity: .35; vertical-align: -.1em; }
        """
}
