using System.Globalization;
using System.Text.RegularExpressions;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Tests.Denials;

/// <summary>Turns a row of docs/rules/denial-decision.md into a claim, and a decision into the words of the row.</summary>
internal static partial class ClaimExample
{
    /// <summary>
    /// A line is <c>100 paid 0: CO-45 20, CO-197 80 (N290 MA130)</c>; lines are divided by " / ". The claim-level cell is written the same way;
    /// without "… paid …" the claim's charge and payment are those of its lines less its own adjustments.
    /// </summary>
    internal static AdjudicatedClaim Claim(IReadOnlyDictionary<string, string> row)
    {
        var lines = row["Lines"].Length == 0 ? [] : row["Lines"].Split(" / ").Select((text, i) => Line(text, i)).ToList();
        var (charge, paid, adjustments, remarks) = Parse(row["Claim level"], null);
        var notes = row["Payer"].Split(',', StringSplitOptions.TrimEntries);
        return new AdjudicatedClaim
        {
            StatusCode = row["Status"],
            Charge = charge ?? Sum(lines.Select(line => line.Charge)),
            Paid = paid ?? Sum(lines.Select(line => line.Paid)) - adjustments.Sum(adjustment => adjustment.Amount ?? 0m),
            Adjustments = adjustments,
            RemarkCodes = remarks,
            Lines = lines,
            PayerClass = notes.Select(CodeNames.TryRead<PayerClass>).FirstOrDefault(kind => kind is not null) ?? PayerClass.Commercial,
            LaterPayerKnown = notes.Contains("later payer"),
            Forwarded = notes.Contains("passed on"),
            EarlierCategory = notes.Where(note => note.StartsWith("earlier ", StringComparison.Ordinal))
                .Select(note => CodeNames.TryRead<DenialCategory>(note["earlier ".Length..])).FirstOrDefault(),
        };
    }

    internal static string Buckets(ClaimDecision decision) => string.Join(", ", decision.Adjustments.Select(
        adjustment => $"{CodeForm.Group(adjustment.Adjustment.Group)}-{adjustment.Carc} {adjustment.Bucket.Text()} {adjustment.Rule}"));

    internal static string Denial(ClaimDecision decision) => decision.Denial is not { } denial
        ? "none"
        : string.Join(" · ",
            string.Create(CultureInfo.InvariantCulture, $"{denial.Category.Text()} {denial.DeniedAmount:0.00} {denial.Extent.Text()}"),
            denial.Lines.SelectMany(line => line.Reasons).First(reason => reason.Carc == denial.LeadCarc && reason.Group == denial.LeadGroup).CategoryRule,
            denial.FirstAction.Text(),
            denial.Hardness.Text(),
            denial.Appealable ? "appeal" : "no appeal",
            denial.BillPatientAllowed ? "patient" : "not the patient");

    internal static string Flags(ClaimDecision decision) => string.Join(", ", decision.Flags.Select(flag => flag.Text()).Order(StringComparer.Ordinal));

    private static AdjudicatedLine Line(string text, int index)
    {
        var (charge, paid, adjustments, remarks) = Parse(text, index);
        return new() { Index = index, Charge = charge, Paid = paid, Adjustments = adjustments, RemarkCodes = remarks };
    }

    private static (decimal? Charge, decimal? Paid, List<AdjudicatedAdjustment> Adjustments, string[] Remarks) Parse(string text, int? line)
    {
        var parts = Shape().Match(text);
        Assert.True(parts.Success, $"Cannot read '{text}'.");
        var adjustments = parts.Groups["cas"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select((cas, ordinal) => Adjustment(cas, line, ordinal)).ToList();
        return (Money(parts.Groups["charge"].Value), Money(parts.Groups["paid"].Value), adjustments,
            parts.Groups["remarks"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static AdjudicatedAdjustment Adjustment(string text, int? line, int ordinal)
    {
        var words = text.Split(' ');
        var code = words[0].Split('-', 2);
        return new(line, ordinal, code[0], code[1], words.Length > 1 ? Money(words[1]) : null);
    }

    private static decimal? Sum(IEnumerable<decimal?> amounts) => amounts.Aggregate((decimal?)0m, (sum, amount) => sum + amount);

    private static decimal? Money(string text) => text is "" or "?" ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?<charge>\S+) paid (?<paid>[^\s:]+):?)?\s*(?<cas>[^()]*?)\s*(?:\((?<remarks>[^)]*)\))?$")]
    private static partial Regex Shape();
}
