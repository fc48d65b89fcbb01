using System.Globalization;
using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>Writes the edits into a draft that the rules have let through.</summary>
internal static class DraftEdits
{
    public static void Apply(ClaimDraft draft, SubmittedClaim original, ClaimEdits edits)
    {
        PartyEdits.Person(draft.Subscriber, "IL", edits.Subscriber);
        PartyEdits.Person(draft.Patient, "QC", edits.Patient);
        PartyEdits.Payer(draft.Subscriber, edits.Payer);
        PartyEdits.Rendering(draft.Claim, edits.RenderingProvider);
        if (edits.PatientRelationship is { } relationship && draft.Patient.Find("PAT") is >= 0 and var pat)
        {
            draft.Patient.Change(pat, s => s.With(1, relationship));
        }

        if (edits.GroupNumber is { } group && draft.Subscriber.Find("SBR") is >= 0 and var sbr)
        {
            draft.Subscriber.Change(sbr, s => s.With(3, group));
        }

        Claim(draft.Claim, original, edits);
        foreach (var line in edits.Lines)
        {
            LineEdits.Apply(draft.Lines[line.Line - 1], line);
        }

        Renumber(draft);
        foreach (var line in edits.Added)
        {
            LineEdits.Add(draft, line);
        }
    }

    /// <summary>A code as claims carry it: without dot and blanks, upper case.</summary>
    internal static string Plain(string code) => code.Replace(".", "", StringComparison.Ordinal).Trim().ToUpperInvariant();

    /// <summary>DTP with one day as D8 and a range as RD8; statement dates are always a range.</summary>
    internal static void SetDate(LoopDraft loop, string qualifier, DateOnly? from, DateOnly? to)
    {
        var range = to is not null && (to != from || qualifier == "434") || qualifier == "434";
        var format = range ? "RD8" : "D8";
        var value = from is not { } day ? "" : range ? $"{Element.Date(day)}-{Element.Date(to ?? day)}" : Element.Date(day);
        loop.Set("DTP", qualifier, value, s => s.With(2, format).With(3, value), () => loop.New("DTP", qualifier, format, value));
    }

    private static void Claim(LoopDraft clm, SubmittedClaim original, ClaimEdits edits)
    {
        if (edits.Facility is { } facility)
        {
            clm.Change(0, s => s.With(5, 1, facility));
        }

        if (edits.DelayReason is { } reason)
        {
            clm.Change(0, s => s.With(20, reason));
        }

        foreach (var date in edits.Dates)
        {
            SetDate(clm, date.Qualifier, date.From, date.To);
        }

        foreach (var (qualifier, value) in edits.References.Append(new("9F", edits.ReferralNumber!)).Append(new("G1", edits.AuthorizationNumber!)))
        {
            if (value is not null)
            {
                clm.SetReference(qualifier, value);
            }
        }

        foreach (var paper in edits.Attachments)
        {
            clm.Insert(paper.ControlNumber.Length == 0
                ? clm.New("PWK", paper.ReportType, paper.Transmission)
                : clm.New("PWK", paper.ReportType, paper.Transmission, "", "", "AC", paper.ControlNumber));
        }

        if (edits.Note is { } note)
        {
            var kind = original.Flavor == ClaimFlavor.Institutional ? "UPI" : "ADD";
            clm.Set("NTE", kind, note, s => s.With(2, note), () => clm.New("NTE", kind, note));
        }

        if (edits.Diagnoses is { } diagnoses)
        {
            Diagnoses(clm, original, diagnoses);
        }
    }

    /// <summary>Professional: one HI with the principal first. Institutional: the principal in an HI of its own, the others twelve to an HI.</summary>
    private static void Diagnoses(LoopDraft clm, SubmittedClaim original, IReadOnlyList<DiagnosisEdit> diagnoses)
    {
        var ninth = original.Diagnoses.Any(d => d.IsPrincipal && d.Qualifier == "BK");
        var known = clm.Segments.Where(s => s.Id == "HI")
            .SelectMany(s => Enumerable.Range(1, s.Count).Select(s.Parts))
            .Where(p => p[0] is "ABK" or "ABF" or "BK" or "BF" && p.Length > 1)
            .GroupBy(p => p[1], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        var written = diagnoses.Select((d, i) =>
        {
            var code = Plain(d.Code);
            var parts = known.TryGetValue(code, out var before) ? before.ToList() : ["", code];
            parts[0] = (ninth, i) switch { (true, 0) => "BK", (true, _) => "BF", (_, 0) => "ABK", _ => "ABF" };
            if (d.PresentOnAdmission is { } present)
            {
                parts.AddRange(Enumerable.Repeat("", Math.Max(0, 9 - parts.Count)));
                parts[8] = present;
            }

            return clm.Segments[0].Join(parts);
        }).ToList();

        var at = clm.Segments.FindIndex(IsDiagnosis);
        clm.Segments.RemoveAll(s => IsDiagnosis(s));
        var groups = original.Flavor == ClaimFlavor.Institutional
            ? written.Take(1).Chunk(1).Concat(written.Skip(1).Chunk(12))
            : [.. written.Chunk(12)];
        var segments = groups.Select(g => clm.New(["HI", .. g])).ToList();
        if (at >= 0)
        {
            clm.Segments.InsertRange(at, segments);
        }
        else
        {
            segments.ForEach(clm.Insert);
        }
    }

    private static bool IsDiagnosis(DocumentSegment s) => s.Id == "HI" && s.Parts(1)[0].Trim().ToUpperInvariant() is "ABK" or "ABF" or "BK" or "BF";

    /// <summary>LX counts from 1 without a gap once a line is gone; otherwise it stays as sent.</summary>
    private static void Renumber(ClaimDraft draft)
    {
        if (!draft.Lines.Exists(l => l.IsRemoved))
        {
            return;
        }

        var number = 0;
        foreach (var line in draft.Lines.Where(l => !l.IsRemoved))
        {
            line.Change(0, s => s.With(1, (++number).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
