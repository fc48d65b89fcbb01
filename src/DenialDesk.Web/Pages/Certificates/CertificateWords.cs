using System.Globalization;
using DenialDesk.App.Certificates;
using DenialDesk.Domain.Certificates;
using DenialDesk.Domain.Money;

namespace DenialDesk.Web.Pages.Certificates;

/// <summary>A certificate's parts, in words.</summary>
internal static class CertificateWords
{
    private static readonly CultureInfo UnitedStates = CultureInfo.GetCultureInfo("en-US");

    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", UnitedStates);

    /// <summary>"2026-03" as its first day; null when it is no month.</summary>
    public static DateOnly? Parse(string? month)
        => DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The keyset of the address; null when it is none.</summary>
    public static (long Remittance, int Position, int Line, int Ordinal)? Keyset(string? after)
        => after?.Split('.') is [var r, var p, var l, var o] && long.TryParse(r, CultureInfo.InvariantCulture, out var remittance) && int.TryParse(p, CultureInfo.InvariantCulture, out var position)
            && int.TryParse(l, CultureInfo.InvariantCulture, out var line) && int.TryParse(o, CultureInfo.InvariantCulture, out var ordinal)
            ? (remittance, position, line, ordinal)
            : null;

    public static string About(CertificateScope scope, CertificateView view) => scope switch
    {
        { RemittanceId: { } remittance } => $"Remittance {remittance}: {view.About}",
        { FileId: { } file } => $"File {file}: {view.About}",
        { Month: { } month } => Month(month),
        _ => view.About,
    };

    /// <summary>What it is about without any name: "March 2026", "file 12", "remittance 7".</summary>
    public static string Subject(CertificateScope scope) => scope switch
    {
        { RemittanceId: { } remittance } => $"remittance {remittance}",
        { FileId: { } file } => $"file {file}",
        { Month: { } month } => Month(month),
        _ => "nothing",
    };

    public static string Name(PlbBucket bucket) => "plb-" + bucket.ToString().ToLowerInvariant();

    public static string Plb(PlbBucket bucket) => bucket switch
    {
        PlbBucket.Forwarding => "balance forwarded (FB)",
        PlbBucket.Recovery => "overpayment recovery (WO, 72, OB)",
        PlbBucket.Interest => "interest (L6)",
        PlbBucket.Penalty => "penalties (50, 51, L3)",
        _ => "other provider adjustments",
    };

    /// <summary>The six buckets by their written names.</summary>
    public static IEnumerable<(string Name, decimal Amount)> Buckets(CertificateSums s) =>
    [
        ("denial", s.Denied), ("contractual", s.Contractual), ("patient", s.Patient), ("cob", s.Cob), ("informational", s.Informational), ("reversal", s.Reversal),
    ];

    public static string Number(string name) => name switch
    {
        "payment" => "Payments",
        "charge" => "Charged",
        "paid" => "Paid on claims",
        _ when name.StartsWith("plb-", StringComparison.Ordinal) && Enum.TryParse<PlbBucket>(name[4..], true, out var bucket) => Words.Of(Plb(bucket)),
        _ => Words.Bucket(name),
    };

    public static string Where(long remittance, int position, int line) => (position, line) switch
    {
        (0, _) => $"Remittance {remittance}",
        (_, 0) => $"Remittance {remittance}, claim {position}",
        _ => $"Remittance {remittance}, claim {position}, line {line}",
    };

    public static string Difference(CertificateDifference d)
    {
        var by = d.Amount == 0m ? "an amount is missing or unreadable, so nobody can say" : $"off by {Dollars.Text(d.Amount)}{(d.AmountMissing ? ", and an amount is missing" : "")}";
        return d.Level switch
        {
            "remittance" => $"the payment against claims and provider adjustments: {by}. Compare with the bank, then ask the payer.",
            "claim" => $"the charge against payment and adjustments: {by}.",
            _ => $"the line's charge against its payment and adjustments: {by} (part of its claim's difference).",
        };
    }
}
