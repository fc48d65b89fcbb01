using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>
/// What a new window of a payer does to the payer's own rules: which versions leave force and which come into force. Versions are never
/// changed; a rule that now ends earlier leaves and comes back as its next version with the end date.
/// </summary>
/// <param name="Retired">Rules that leave force.</param>
/// <param name="Added">Rules that come into force, each with its version set.</param>
public sealed record WindowRevision(IReadOnlyList<WindowRule> Retired, IReadOnlyList<WindowRule> Added)
{
    /// <summary>Works out the change.</summary>
    /// <param name="inForce">The payer's own rules in force, of any step.</param>
    /// <param name="wanted">The rule that is to hold from its first day on (or always); its version is set here.</param>
    /// <param name="lastVersion">The highest version ever given to a rule id, 0 for a new one.</param>
    public static WindowRevision Of(IReadOnlyList<WindowRule> inForce, WindowRule wanted, Func<string, int> lastVersion)
    {
        var from = wanted.EffectiveFrom ?? DateOnly.MinValue;
        var touched = inForce.Where(r => r.Action == wanted.Action && (r.EffectiveTo ?? DateOnly.MaxValue) >= from).ToList();
        var shortened = touched
            .Where(r => wanted.EffectiveFrom is not null && (r.EffectiveFrom ?? DateOnly.MinValue) < from)
            .Select(r => r with { Version = lastVersion(r.Id) + 1, EffectiveTo = from.AddDays(-1) });
        return new(touched, [.. shortened, wanted with { Version = lastVersion(wanted.Id) + 1 }]);
    }

    /// <summary>Gives the step back to the shipped rules: every own rule for it leaves force.</summary>
    public static WindowRevision Removing(IReadOnlyList<WindowRule> inForce, WindowAction action)
        => new([.. inForce.Where(r => r.Action == action)], []);

    /// <summary>Brings a step's own rules back as they were: what came since leaves force, what had left comes back as its next version.</summary>
    /// <param name="inForce">The payer's own rules in force, of any step.</param>
    /// <param name="then">Its own rules for the step as they were.</param>
    /// <param name="action">The step.</param>
    /// <param name="lastVersion">The highest version ever given to a rule id.</param>
    public static WindowRevision Restoring(IReadOnlyList<WindowRule> inForce, IReadOnlyList<WindowRule> then, WindowAction action, Func<string, int> lastVersion)
    {
        bool Among(IEnumerable<WindowRule> rules, WindowRule rule) => rules.Any(r => r.Id == rule.Id && WindowRuleJson.Write(r with { Version = 0 }) == WindowRuleJson.Write(rule with { Version = 0 }));
        var now = inForce.Where(r => r.Action == action).ToList();
        return new([.. now.Where(r => !Among(then, r))], [.. then.Where(r => !Among(now, r)).Select(r => r with { Version = lastVersion(r.Id) + 1 })]);
    }

    /// <summary>The rules in force afterwards.</summary>
    public IReadOnlyList<WindowRule> ApplyTo(IReadOnlyList<WindowRule> rules)
        => [.. rules.Where(r => !Retired.Any(x => x.Id == r.Id && x.Version == r.Version)), .. Added];
}
