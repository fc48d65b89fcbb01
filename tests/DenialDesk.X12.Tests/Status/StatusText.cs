using System.Globalization;
using System.Text;
using DenialDesk.X12.Remittance;
using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

/// <summary>Every typed value of the 277s in a file as text, one fact a line.</summary>
internal static class StatusText
{
    public static string Of(byte[] bytes) => Of(new MemoryStream(bytes));

    public static string Of(Stream stream, X12Limits? limits = null, bool withPlaces = true)
    {
        var text = new StringBuilder();
        using var reader = new StatusReader(stream, limits);
        while (reader.Read())
        {
            Item(text, reader.Current!, withPlaces);
        }

        var f = reader.File;
        Line(text, $"file: {f.Interchanges} interchanges, {f.Groups} groups, {f.Transactions} transactions, {f.Segments} segments, complete {f.IsComplete}, rejects {f.Rejects}");
        foreach (var problem in reader.Problems)
        {
            Line(text, withPlaces ? $"{problem.Severity} {problem.Code} at {problem.At}: {problem.Sentence}" : $"{problem.Severity} {problem.Code}");
        }

        return text.ToString();
    }

    private static void Item(StringBuilder text, StatusItem item, bool withPlaces)
    {
        switch (item)
        {
            case StatusOpened { Header: var h }:
                Line(text, $"277 {h.Kind} {h.Envelope.Transaction?.ControlNumber} {h.Structure} {h.Purpose} {h.ReferenceNumber} {Day(h.Date)} {h.Time} {h.Type}{At(h.At, withPlaces)}");
                Kept(text, "  ", h.UnknownSegments);
                break;
            case StatusLevelRead { Level: var l }:
                Line(text, $"level {l.Role} {l.Id}<{l.ParentId} {l.Code} all refused {l.RejectsAllBelow}, doubtful {l.RejectionIsDoubtful}; accepted {l.AcceptedCount} {l.AcceptedAmount}, rejected {l.RejectedCount} {l.RejectedAmount}{At(l.At, withPlaces)}");
                foreach (var p in l.Parties)
                {
                    Line(text, $"  {p.Role} {p.IsPerson} {p.Name},{p.FirstName},{p.MiddleName},{p.Suffix} {p.IdQualifier} {p.Id}");
                }

                Line(text, $"  traces {string.Join(' ', l.Traces.Select(t => $"{t.Type}:{t.Number}"))}");
                Node(text, "  ", l);
                break;
            case StatusClaimRead { Claim: var c }:
                Claim(text, c, withPlaces);
                break;
            case StatusClosed { Trailer: var t }:
                Line(text, $"end: {t.Claims} claims, {t.Accepted} accepted, {t.Rejected} rejected, {t.RejectedAmount} dollars, complete {t.IsComplete}, rejects {t.Rejects}");
                break;
        }
    }

    private static void Claim(StringBuilder text, StatusClaim c, bool withPlaces)
    {
        var d = c.Decision;
        Line(text, $"claim {c.PatientControlNumber} {c.TraceType}:{c.TraceNumber} of {c.Patient?.Party?.Name} under {c.Subscriber?.Party?.Name}, provider {c.Provider?.Party?.Id}, receiver {c.Receiver?.Party?.Id}, source {c.Source?.Party?.Id}{At(c.At, withPlaces)}");
        Line(text, $"  {d.Outcome} by {d.By} at {d.Level}, only lines {d.AtLine}, review {d.NeedsReview}: {string.Join(' ', d.Statuses.SelectMany(s => s.Codes))}");
        Line(text, $"  charge {c.Charge}, payer's {c.PayerClaimNumber}, clearinghouse's {c.ClearinghouseNumber}, bill {c.BillType}, service {Days(c.Service)}");
        Node(text, "  ", c);
        foreach (var l in c.Lines)
        {
            Line(text, $"  line {l.Ordinal} {l.Procedure?.Qualifier}:{l.Procedure?.Code}:{string.Join(':', l.Procedure?.Modifiers ?? [])} charge {l.Charge} paid {l.Paid} revenue {l.RevenueCode} units {l.Units} number {l.ControlNumber} rx {l.PrescriptionNumber} service {Days(l.Service)}");
            Node(text, "    ", l);
        }
    }

    private static void Node(StringBuilder text, string indent, StatusNode node)
    {
        foreach (var s in node.Statuses)
        {
            Line(text, $"{indent}status {string.Join(' ', s.Codes)} on {Day(s.Date)} action {s.Action} amount {s.Amount} paid {s.Paid} decided {Day(s.DecidedOn)} by {s.PaymentMethod} on {Day(s.PaidOn)} number {s.CheckNumber}: {s.Message} [{s.IsRejection}/{s.Contradicts}]");
        }

        Some(text, indent + "refs", node.References.Select(r => $"{r.Qualifier}={r.Value}"));
        Some(text, indent + "dates", node.Dates.Select(d => $"{d.Qualifier}={Days(d)}"));
        Some(text, indent + "quantities", node.Quantities.Concat(node.Amounts).Select(q => string.Create(CultureInfo.InvariantCulture, $"{q.Qualifier}={q.Value}")));
        Some(text, indent + "contacts", node.Contacts.Select(c => $"{c.Function} {c.Name} {c.Phone} {c.Extension}"));
        Kept(text, indent, node.UnknownSegments);
    }

    private static void Kept(StringBuilder text, string indent, IEnumerable<KeptSegment> kept) => Some(text, indent + "kept", kept.Select(k => k.Id));

    private static void Some(StringBuilder text, string what, IEnumerable<string> values)
    {
        var all = values.ToList();
        if (all.Count > 0)
        {
            Line(text, $"{what} {string.Join(' ', all)}");
        }
    }

    private static string At(Location at, bool withPlaces) => withPlaces ? $" at {at}" : "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";

    private static string Days(StatusDate? date) => date is null ? "" : $"{Day(date.From)}..{Day(date.To)}";

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
