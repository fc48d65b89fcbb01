using System.Globalization;

namespace DenialDesk.Domain.Prevention;

/// <summary>What an alert says of its cluster.</summary>
/// <param name="Payer">Name of the payer; null for all.</param>
/// <param name="Category">Category as people read it.</param>
/// <param name="Carc">Reason code; empty for a whole category.</param>
/// <param name="Provider">NPI, or empty.</param>
/// <param name="Procedure">Procedure group, or empty.</param>
public sealed record AlertSubject(string? Payer, string Category, string Carc, string Provider, string Procedure);

/// <summary>The sentence of an alert: what changed, since when, seen against expected.</summary>
public static class AlertWords
{
    /// <summary>The cluster in words: "UnitedHealthcare: CO-197 Authorization, procedures 971…".</summary>
    public static string Title(AlertSubject subject)
    {
        var what = subject.Carc.Length > 0 ? $"{subject.Carc} ({subject.Category})" : subject.Category;
        var closer = subject.Provider.Length > 0 ? $", provider {subject.Provider}" : subject.Procedure.Length > 0 ? $", procedures {subject.Procedure}…" : "";
        return $"{subject.Payer ?? "All payers"}: {what}{closer}";
    }

    /// <summary>What was seen, in one sentence.</summary>
    public static string Sentence(int seen, double expected, int weeks, DateOnly since, bool newCode)
    {
        var span = weeks == 1 ? "the last week" : $"the last {weeks} weeks";
        var since1 = since.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
        return newCode && expected == 0
            ? $"{seen} denials in {span}; this payer had not used the code in the {SpikeScan.NewCodeDays} days before {since1}."
            : string.Create(CultureInfo.InvariantCulture, $"{seen} denials in {span}, {expected:0.0} were to be expected. Since the week of {since1}.");
    }
}
