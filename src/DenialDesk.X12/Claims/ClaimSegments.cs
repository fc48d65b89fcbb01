using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Turns single segments of an 837 into facts; what cannot be read is reported and left null.</summary>
internal static class ClaimSegments
{
    /// <summary>Parts of a composite. When the sender used another separator than it announced, that one is taken and noted.</summary>
    public static List<string> Parts(SourceSegment s, int element, ProblemLog log)
    {
        var text = s.View[element];
        var separator = s.Delimiters.Component;
        if (text.IndexOf(separator) < 0)
        {
            foreach (var other in ":>"u8)
            {
                if (other != separator && other != s.Delimiters.Repetition && text.IndexOf(other) > 0)
                {
                    log.Add(Severity.Note, "component-separator", s.At.In(element), "The parts of this element are separated by another character than the interchange announces; they were read all the same.");
                    separator = other;
                    break;
                }
            }
        }

        var parts = new List<string>();
        while (true)
        {
            var end = text.IndexOf(separator);
            parts.Add(X12.Bytes.Text(end < 0 ? text : text[..end]));
            if (end < 0)
            {
                return parts;
            }

            text = text[(end + 1)..];
        }
    }

    public static string Part(List<string> parts, int part) => part <= parts.Count ? parts[part - 1] : "";

    /// <summary>An amount that must be there.</summary>
    public static decimal? Amount(SourceSegment s, int element, ProblemLog log, string what)
    {
        var amount = s.View.Number(element);
        if (amount is null)
        {
            log.Add(Severity.Warning, "amount-missing", s.At.In(element), $"{what} is missing or unreadable; it is not taken as zero. Look it up in the billing system.");
        }

        return amount;
    }

    public static ClaimDate Date(SourceSegment s, ProblemLog log)
    {
        var v = s.View;
        var value = v.Text(3);
        DateOnly? from, to;
        var dash = value.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            from = X12.Bytes.Date(System.Text.Encoding.Latin1.GetBytes(value[..dash]));
            to = X12.Bytes.Date(System.Text.Encoding.Latin1.GetBytes(value[(dash + 1)..]));
        }
        else
        {
            from = X12.Bytes.Date(v.Has(2, "DT") && v[3].Length > 8 ? v[3][..8] : v[3]);
            to = from;
        }

        if ((from is null || to is null) && !v.Has(2, "TM"))
        {
            log.Add(Severity.Warning, "date-unreadable", s.At.In(3), "A date cannot be read; it should be year, month and day in eight digits. Look it up in the billing system.");
        }
        else if (from > to)
        {
            log.Add(Severity.Warning, "date-range", s.At.In(3), "A date range ends before it begins; correct it before the claim is sent again.");
        }

        return new ClaimDate(v.Code(1), v.Code(2), from, to, value, s.At);
    }

    public static void Codes(SourceSegment s, List<HealthCode> into, ProblemLog log)
    {
        for (var i = 1; i <= s.View.Count; i++)
        {
            if (X12.Bytes.Trim(s.View[i]).IsEmpty)
            {
                continue;
            }

            var parts = Parts(s, i, log);
            var (from, to) = Span(Part(parts, 4));
            var code = Part(parts, 2).ToUpperInvariant();
            var amount = PackedNumber.TryParse(System.Text.Encoding.Latin1.GetBytes(Part(parts, 5)), out var number) ? number.Value : null;
            into.Add(new HealthCode(Part(parts, 1).ToUpperInvariant(), code, from, to, amount, Part(parts, 9).ToUpperInvariant(), s.At.In(i)));
            if (code.Length == 0)
            {
                log.Add(Severity.Warning, "code-missing", s.At.In(i, 2), "A health code names its list and no code; look it up in the billing system.");
            }
        }
    }

    public static ProcedureCode? Procedure(SourceSegment s, int element, ProblemLog log)
    {
        if (X12.Bytes.Trim(s.View[element]).IsEmpty)
        {
            return null;
        }

        var parts = Parts(s, element, log);
        var modifiers = parts.Skip(2).Take(4).Where(m => m.Length > 0).Select(m => m.ToUpperInvariant()).ToArray();
        return new ProcedureCode(Part(parts, 1).ToUpperInvariant(), Part(parts, 2).ToUpperInvariant(), modifiers, Part(parts, 7), s.At.In(element));
    }

    public static void Adjustments(SourceSegment s, List<Adjustment> into, ProblemLog log)
    {
        var v = s.View;
        for (var i = 2; i <= v.Count; i += 3)
        {
            if (v[i].IsEmpty && v[i + 1].IsEmpty && v[i + 2].IsEmpty)
            {
                continue;
            }

            into.Add(new Adjustment(v.Code(1), v.Code(i), Amount(s, i + 1, log, "The amount of another payer's adjustment"), v.Number(i + 2), s.At.In(i)));
        }
    }

    public static Reference Reference(SourceSegment s) => new(s.View.Code(1), s.View.Text(2), s.View.Text(3), s.At);

    public static QualifiedNumber Number(SourceSegment s) => new(s.View.Code(1), s.View.Number(2), s.At);

    public static Attachment Attachment(SourceSegment s) => new(s.View.Code(1), s.View.Code(2), s.View.Text(6), s.At);

    public static ClaimNote Note(SourceSegment s) => new(s.View.Code(1), s.View.Text(2), s.At);

    public static ClaimContract Contract(SourceSegment s) => new(s.View.Code(1), s.View.Number(2), s.View.Number(3), s.View.Text(4), s.At);

    public static Repricing Repricing(SourceSegment s) =>
        new(s.View.Code(1), s.View.Number(2), s.View.Number(3), s.View.Text(4), s.View.Code(13), s.At);

    public static ClaimCondition Condition(SourceSegment s) =>
        new(s.View.Code(1), s.View.Has(2, "Y"), Elements(s, 3).Where(c => c.Length > 0).ToArray(), s.At);

    public static Coverage Coverage(SourceSegment s)
    {
        var v = s.View;
        return new Coverage(v.Code(1), v.Code(2), v.Text(3), v.Text(4), v.Code(5), v.Code(6), v.Code(7), v.Code(8), v.Code(9), s.At);
    }

    public static PatientFacts PatientFacts(SourceSegment s)
    {
        var v = s.View;
        return new PatientFacts(v.Code(1), v.Date(6), v.Code(7), v.Number(8), v.Has(9, "Y"), s.At);
    }

    public static PayerRemarks Remarks(SourceSegment s)
    {
        var values = Elements(s, 1);
        int[] places = s.Id == "MOA" ? [3, 4, 5, 6, 7] : [5, 20, 21, 22, 23];
        var remarks = places.Where(p => p <= values.Count && values[p - 1].Length > 0).Select(p => values[p - 1].ToUpperInvariant());
        return new PayerRemarks(s.Id, remarks.ToArray(), values, s.At);
    }

    public static KeptSegment Kept(SourceSegment s) => new(s.Id, s.View.ToString(), s.At);

    private static List<string> Elements(SourceSegment s, int from)
    {
        var values = new List<string>();
        for (var i = from; i <= s.View.Count; i++)
        {
            values.Add(s.View.Text(i));
        }

        return values;
    }

    private static (DateOnly? From, DateOnly? To) Span(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var from = X12.Bytes.Date(System.Text.Encoding.Latin1.GetBytes(dash > 0 ? text[..dash] : text));
        return (from, dash > 0 ? X12.Bytes.Date(System.Text.Encoding.Latin1.GetBytes(text[(dash + 1)..])) : from);
    }
}
