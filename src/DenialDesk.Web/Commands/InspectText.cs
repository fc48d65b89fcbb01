using DenialDesk.App.Remittances;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Money;

namespace DenialDesk.Web.Commands;

/// <summary>A file of any type as a person reads it on a terminal.</summary>
internal static class InspectText
{
    /// <summary>Writes remittances and claim status as they are read; memory grows only with what is rejected.</summary>
    public static void Write(TextWriter terminal, string file, Stream content, DateOnly today)
    {
        using var to = new PlainWriter(terminal);
        to.WriteLine(file);
        var remittance = new RemittanceText(to, today);
        var status = new StatusText(to);
        var claims = new ClaimText(to);
        var found = InspectFile.Run(content, today, new InspectListener { Remittance = remittance.Take, Status = status.Take, Claims = claims.Take });
        AcknowledgmentText.Write(to, found);
        to.WriteLine();
        if (found.Types.Count == 0 || found.Types.Any(t => t.Type == "835"))
        {
            to.WriteLine($"{found.Transactions} remittances, {found.Claims} claims, {found.Lines} lines; billed {Dollars.Text(found.Charge)}, paid {Dollars.Text(found.Paid)}.");
            to.WriteLine($"{found.Denials} denials, {Dollars.Text(found.DeniedAmount)}: {string.Join(", ", found.ByCategory.Select(c => $"{c.Key} {c.Value.Count} ({Dollars.Text(c.Value.Amount)})"))}");
        }

        if (found.HoldsClaims)
        {
            var kinds = string.Join(", ", found.ByFrequency.Select(f => $"{f.Value} {ClaimText.Frequency(f.Key)}"));
            to.WriteLine($"{found.SubmittedClaims} claims submitted ({kinds}), {found.SubmittedLines} lines, {Dollars.Text(found.SubmittedCharge)}.");
        }

        foreach (var type in found.Types.Where(t => t.Type != "835"))
        {
            to.WriteLine($"{type.Type}: {type.Transactions}, {type.Segments} segments.");
        }

        foreach (var problem in found.Problems) { to.WriteLine($"  {problem.Severity}: {problem.Sentence} ({problem.At})"); }
    }

    /// <summary>One rejection: how much, which claim, who says so, then every reason on a line of its own.</summary>
    public static void Rejection(TextWriter to, InspectRejection r)
    {
        var what = r.Level switch
        {
            "claim" => $"Claim {r.Claim ?? "without a number"}",
            "line" => $"Claim {r.Claim ?? "without a number"}, for its lines",
            "interchange" => $"The whole file {r.ControlNumber}",
            _ => $"The whole {r.Level} {r.ControlNumber}".TrimEnd(),
        };
        var amount = r.Amount is { } billed ? $"  {Dollars.Text(billed)}" : "";
        var payer = r.PayerClaim is { } number ? $"  payer's number {number}" : "";
        to.WriteLine($"  REJECTED  {what}{amount}{payer}  [{string.Join(", ", r.Codes)}]{(r.Review ? "  CHECK: the file contradicts itself here" : "")}");
        foreach (var reason in r.Reasons) { to.WriteLine($"            {reason}"); }
    }

    /// <summary>A state in words: accepted with errors.</summary>
    public static string Words<T>(T value)
        where T : struct, Enum => value.Text().Replace('_', ' ');
}
