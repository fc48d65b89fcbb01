using System.Globalization;
using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>A segment that differs between the original and the new claim.</summary>
/// <param name="Before">As it was; null when it is new. May hold patient data.</param>
/// <param name="After">As it is now; null when it is gone. May hold patient data.</param>
public sealed record SegmentChange(string? Before, string? After);

/// <summary>A new 837 interchange, or why there is none.</summary>
/// <param name="Interchange">The bytes; null when something was refused.</param>
/// <param name="Refusals">Why there is none, sentence by sentence; empty when there is one.</param>
/// <param name="Warnings">What a person should weigh before sending; never stops anything.</param>
/// <param name="Changes">Every segment that differs from the original, wrappers included, in order.</param>
public sealed record CorrectedClaimResult(
    byte[]? Interchange, IReadOnlyList<string> Refusals, IReadOnlyList<string> Warnings, IReadOnlyList<SegmentChange> Changes);

/// <summary>Writes a corrected (7), void (8) or fresh (1) claim from the original 837 claim: one interchange with that claim alone.</summary>
/// <remarks>Pure: control numbers, day and time are handed in. What no edit names is written byte for byte as it was sent.</remarks>
public static class CorrectedClaim
{
    /// <summary>Writes the claim, or says why not.</summary>
    public static CorrectedClaimResult Write(SubmittedClaim original, CorrectedClaimRequest request)
    {
        var warnings = CorrectionRules.Warnings(original, request);
        var refusals = CorrectionRules.Refusals(original, request);
        if (refusals.Count > 0)
        {
            return new CorrectedClaimResult(null, refusals, warnings, []);
        }

        return Assemble(
            original,
            request,
            draft =>
            {
                DraftEdits.Apply(draft, original, request.Edits);
                if (request.Kind != ResubmissionKind.Void)
                {
                    Total(draft, original);
                }
            },
            warnings);
    }

    /// <summary>The claim alone in an interchange of its own, numbered and dated anew, changed by <paramref name="change"/> and read again.</summary>
    internal static CorrectedClaimResult Assemble(SubmittedClaim original, CorrectedClaimRequest request, Action<ClaimDraft> change, List<string>? told = null)
    {
        var (source, warnings) = (original.Source, told ?? []);
        var draft = new ClaimDraft(source);
        Renumber(draft, request);
        Frequency(draft, original, request);
        change(draft);
        var isa = new LoopDraft([source.Interchange!], source.Delimiters);
        var gs = new LoopDraft([source.Group!], source.Delimiters);
        isa.Change(0, s => Isa(s, request));
        gs.Change(0, s => Gs(s, request));
        var bytes = Put([.. isa.Segments, .. gs.Segments, .. draft.All], source);
        var refusals = Reread(bytes, Problems(Original(source)), warnings);
        return refusals.Count > 0
            ? new CorrectedClaimResult(null, refusals, warnings, [])
            : new CorrectedClaimResult(bytes, [], warnings, [.. SegmentDiff.Of(isa.Before, [isa.Segments[0].ToString()]), .. SegmentDiff.Of(gs.Before, [gs.Segments[0].ToString()]), .. draft.Changes]);
    }

    /// <summary>The original claim alone in an interchange, every segment of it and of its loops as sent; empty when it had no ISA or GS.</summary>
    public static byte[] Original(ClaimSource source)
    {
        if (source.Interchange is null || source.Group is null)
        {
            return [];
        }

        SourceSegment[] all = [source.Interchange, source.Group, .. source.Header, .. source.Billing, .. source.Subscriber, .. source.Patient, .. source.Claim];
        return Put(new LoopDraft(all, source.Delimiters).Segments, source);
    }

    /// <summary>The frequency of the new claim: 7, 8, or 1; an interim institutional bill (2, 3, 4) sent fresh keeps its own.</summary>
    internal static string FrequencyOf(SubmittedClaim original, ResubmissionKind kind) => kind switch
    {
        ResubmissionKind.Corrected => "7",
        ResubmissionKind.Void => "8",
        _ => original.Flavor == ClaimFlavor.Institutional && original.Frequency is "2" or "3" or "4" ? original.Frequency : "1",
    };

    private static void Renumber(ClaimDraft draft, CorrectedClaimRequest request)
    {
        draft.Header.Change(0, s => s.With(2, request.TransactionControlNumber));
        draft.Header.Change(draft.Header.Find("BHT"), s => s
            .With(2, "00")
            .With(3, request.BatchReference)
            .With(4, Element.Date(request.Date))
            .With(5, request.Time.ToString("HHmm", CultureInfo.InvariantCulture)));
        var dependent = draft.Patient.Segments.Count > 0;
        draft.Billing.Change(0, s => s.With(1, "1").With(2, "").With(4, "1"));
        draft.Subscriber.Change(0, s => s.With(1, "2").With(2, "1").With(4, dependent ? "1" : "0"));
        if (dependent)
        {
            draft.Patient.Change(0, s => s.With(1, "3").With(2, "2").With(4, "0"));
        }
    }

    private static void Frequency(ClaimDraft draft, SubmittedClaim original, CorrectedClaimRequest request)
    {
        var clm = draft.Claim;
        clm.Change(0, s => s.With(5, 3, FrequencyOf(original, request.Kind)));
        var named = clm.References("F8");
        var keep = request.Kind == ResubmissionKind.Fresh ? 0 : 1;
        foreach (var at in named.Skip(keep).Reverse())
        {
            clm.Segments.RemoveAt(at);
        }

        if (keep == 1 && named.Count > 0)
        {
            clm.Change(named[0], s => s.With(2, request.PayerClaimControlNumber));
        }
        else if (keep == 1)
        {
            clm.Insert(clm.New("REF", "F8", request.PayerClaimControlNumber));
        }
    }

    /// <summary>CLM02 is the sum of the lines; written only when it is not already.</summary>
    private static void Total(ClaimDraft draft, SubmittedClaim original)
    {
        decimal sum = 0;
        foreach (var line in draft.Lines.Where(l => !l.IsRemoved))
        {
            var service = line.Segments.Find(s => s.Id is "SV1" or "SV2");
            if (service is null || !decimal.TryParse(service[service.Id == "SV2" ? 3 : 2], NumberStyles.Number, CultureInfo.InvariantCulture, out var charge))
            {
                return;
            }

            sum += charge;
        }

        if (sum != original.Charge)
        {
            draft.Claim.Change(0, s => s.With(2, Element.Number(sum)));
        }
    }

    private static DocumentSegment Isa(DocumentSegment isa, CorrectedClaimRequest request)
    {
        int[] widths = [0, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];
        isa = isa
            .With(9, request.Date.ToString("yyMMdd", CultureInfo.InvariantCulture))
            .With(10, request.Time.ToString("HHmm", CultureInfo.InvariantCulture))
            .With(13, request.InterchangeControlNumber.ToString("000000000", CultureInfo.InvariantCulture))
            .With(15, request.IsTest ? "T" : "P");
        for (var i = 1; i < widths.Length; i++)
        {
            isa = isa.With(i, isa[i].PadRight(widths[i]));
        }

        return isa;
    }

    private static DocumentSegment Gs(DocumentSegment gs, CorrectedClaimRequest request) => gs
        .With(4, Element.Date(request.Date))
        .With(5, request.Time.ToString("HHmm", CultureInfo.InvariantCulture))
        .With(6, request.GroupControlNumber.ToString(CultureInfo.InvariantCulture));

    private static byte[] Put(IEnumerable<DocumentSegment> segments, ClaimSource source)
    {
        var writer = new X12Writer(source.Delimiters, source.LineEnd);
        foreach (var segment in segments)
        {
            writer.Copy(segment);
        }

        return writer.Copied();
    }

    /// <summary>The new claim is read again: whatever it newly does wrong is a reason not to send it, and what the original did wrong is told.</summary>
    private static List<string> Reread(byte[] bytes, List<Problem> before, List<string> warnings)
    {
        var refusals = new List<string>();
        foreach (var group in Problems(bytes).GroupBy(p => p.Code))
        {
            var sentence = group.Last().Sentence;
            if (group.Count() > before.Count(p => p.Code == group.Key))
            {
                refusals.Add($"The new claim was read again and is not right: {sentence}");
            }
            else
            {
                warnings.Add($"As in the original: {sentence}");
            }
        }

        return refusals;
    }

    private static List<Problem> Problems(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var reader = new ClaimReader(stream);
        while (reader.Read())
        {
        }

        return reader.Problems.Where(p => p.Severity != Severity.Note).ToList();
    }
}

/// <summary>Compares two lists of segments.</summary>
internal static class SegmentDiff
{
    /// <summary>What differs by longest common subsequence; a removal directly followed by an addition of the same id is one change.</summary>
    public static List<SegmentChange> Of(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var changes = new List<SegmentChange>();
        int a = 0, b = 0;
        while (a < before.Length || b < after.Length)
        {
            if (a < before.Length && b < after.Length && before[a] == after[b])
            {
                a++;
                b++;
            }
            else if (a < before.Length && b < after.Length && common[a + 1, b + 1] == common[a, b] && before[a].AsSpan().CommonPrefixLength(after[b]) >= 2)
            {
                changes.Add(new SegmentChange(before[a++], after[b++]));
            }
            else if (a < before.Length && (b >= after.Length || common[a + 1, b] >= common[a, b + 1]))
            {
                changes.Add(new SegmentChange(before[a++], null));
            }
            else
            {
                changes.Add(new SegmentChange(null, after[b++]));
            }
        }

        return changes;
    }
}
