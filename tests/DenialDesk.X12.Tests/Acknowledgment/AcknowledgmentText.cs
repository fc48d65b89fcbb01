using System.Globalization;
using System.Text;
using DenialDesk.X12.Acknowledgment;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Acknowledgment;

/// <summary>Every typed value of the 999s, 997s and TA1s in a file as text, one fact a line.</summary>
internal static class AcknowledgmentText
{
    public static string Of(byte[] bytes) => Of(new MemoryStream(bytes));

    public static string Of(Stream stream, bool withPlaces = true)
    {
        var text = new StringBuilder();
        var file = AcknowledgmentFile.Read(stream);
        string At(Location at) => withPlaces ? $" at {at}" : "";
        foreach (var i in file.Interchanges)
        {
            Line(text, $"interchange {i.ControlNumber} of {i.Date:yyyy-MM-dd} {i.Time}: {i.Code} {i.State} {i.NoteCode} {i.Sentence}{At(i.At)}");
        }

        foreach (var s in file.Sets)
        {
            Line(text, $"set {s.SetId} {s.ControlNumber} {s.Implementation} in {s.Group?.FunctionalId} {s.Group?.ControlNumber} {s.Group?.Version} ({s.Group?.Kind}): {s.Code} {s.State}; codes {string.Join(' ', s.SyntaxCodes)}; claims {string.Join(' ', s.PatientControlNumbers)}{At(s.At)}");
            foreach (var e in s.Errors)
            {
                Line(text, $"  segment {e.SegmentId} {e.Position} loop {e.Loop}: {e.Code} {e.Sentence} claim {e.PatientControlNumber}{At(e.At)}");
                Contexts(text, "    ", e.Contexts);
                foreach (var one in e.Elements)
                {
                    Line(text, $"    element {one.Element}:{one.Component}:{one.Repetition} number {one.DataElement}: {one.Code} {one.Sentence} value {one.BadValue}{At(one.At)}");
                    Contexts(text, "      ", one.Contexts);
                }
            }

            Kept(text, s.UnknownSegments);
        }

        foreach (var g in file.Groups)
        {
            Line(text, $"group {g.Group?.FunctionalId} {g.Group?.ControlNumber}: {g.Code} {g.State}; included {g.Included}, received {g.Received}, accepted {g.Accepted}, answered {g.Sets}; codes {string.Join(' ', g.SyntaxCodes)}{At(g.At)}");
            Kept(text, g.UnknownSegments);
        }

        Line(text, $"accepted {file.Accepted}, rejected {file.Rejected}");
        foreach (var r in file.Rejections)
        {
            Line(text, $"rejection {r.Scope} {r.ControlNumber} claim {r.PatientControlNumber ?? "?"} [{string.Join(", ", r.Codes)}] {string.Join(" ", r.Sentences)}{At(r.At)}");
        }

        foreach (var problem in file.Problems)
        {
            Line(text, withPlaces ? $"{problem.Severity} {problem.Code} at {problem.At}: {problem.Sentence}" : (FormattableString)$"{problem.Severity} {problem.Code}");
        }

        return text.ToString();
    }

    private static void Contexts(StringBuilder text, string indent, IEnumerable<ErrorContext> contexts)
    {
        foreach (var c in contexts)
        {
            Line(text, $"{indent}context {c.Name}={c.Value} {c.SegmentId} {c.Position} loop {c.Loop} {c.Element}:{c.Component}:{c.Repetition} number {c.DataElement} [{c.NamesClaim}/{c.IsTrigger}]");
        }
    }

    private static void Kept(StringBuilder text, IReadOnlyList<KeptSegment> kept)
    {
        if (kept.Count > 0)
        {
            Line(text, $"  kept {string.Join(' ', kept.Select(k => k.Id))}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
