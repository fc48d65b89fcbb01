using System.Globalization;

namespace DenialDesk.Domain.Prevention;

/// <summary>What a condition of a pre-submission rule looks at.</summary>
public enum RuleFact
{
    /// <summary>The payer the claim goes to, by its number here.</summary>
    Payer,

    /// <summary>A procedure on a line: a whole code, or its beginning.</summary>
    Procedure,

    /// <summary>A modifier, on a line whose procedure the rule is about.</summary>
    Modifier,

    /// <summary>A prior authorisation number (REF*G1).</summary>
    Authorization,

    /// <summary>A referral number (REF*9F).</summary>
    Referral,

    /// <summary>Place of service.</summary>
    Place,

    /// <summary>A diagnosis, or its beginning.</summary>
    Diagnosis,

    /// <summary>NPI of the rendering provider.</summary>
    Provider,

    /// <summary>Claim frequency: 1, 7, 8.</summary>
    Frequency,

    /// <summary>The payer's number of the claim that is replaced (REF*F8).</summary>
    OriginalReference,

    /// <summary>Days from the first service to the day the claim goes out.</summary>
    AgeDays,
}

/// <summary>How a condition compares.</summary>
public enum RuleTest
{
    /// <summary>One of the values.</summary>
    Is,

    /// <summary>None of the values.</summary>
    IsNot,

    /// <summary>It is there.</summary>
    Present,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>That many or more.</summary>
    AtLeast,
}

/// <summary>One condition of a rule; all conditions of a rule have to hold.</summary>
/// <param name="Fact">What it looks at.</param>
/// <param name="Test">How it compares.</param>
/// <param name="Values">With what; empty for present and missing.</param>
public sealed record RuleCondition(RuleFact Fact, RuleTest Test, IReadOnlyList<string> Values)
{
    /// <summary>For lists that leave the desk as files.</summary>
    public override string ToString() => $"{Fact} {Test} {string.Join('|', Values)}".TrimEnd();
}

/// <summary>One service line of a claim that is to be sent.</summary>
public sealed record CheckedLine(string Procedure, IReadOnlyList<string> Modifiers);

/// <summary>What a rule may know of a claim. Null: not known, as of claims kept before the desk read it.</summary>
public sealed record CheckedClaim
{
    /// <summary>The payer, when it is one we know.</summary>
    public int? PayerId { get; init; }

    /// <summary>The service lines.</summary>
    public required IReadOnlyList<CheckedLine> Lines { get; init; }

    /// <summary>Whether an authorisation number is on the claim.</summary>
    public bool? Authorization { get; init; }

    /// <summary>Whether a referral number is on the claim.</summary>
    public bool? Referral { get; init; }

    /// <summary>Place of service.</summary>
    public string? Place { get; init; }

    /// <summary>Diagnosis codes without a point.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];

    /// <summary>NPI of the rendering provider.</summary>
    public string? Provider { get; init; }

    /// <summary>1, 7, 8.</summary>
    public string Frequency { get; init; } = "1";

    /// <summary>Whether the payer's number of an earlier claim is on it.</summary>
    public bool OriginalReference { get; init; }

    /// <summary>Days from the first service to sending.</summary>
    public int? AgeDays { get; init; }
}

/// <summary>What a rule says of a claim.</summary>
public enum RuleAnswer
{
    /// <summary>Not what the rule is about.</summary>
    Passes,

    /// <summary>All conditions hold: the claim is at risk.</summary>
    Hit,

    /// <summary>What is known holds, and something is not known.</summary>
    Unknown,
}

/// <summary>Rules that a claim is held against before it is sent: pure data over facts of an 837. Worked examples: docs/rules/pre-submission.md.</summary>
public static class ClaimRule
{
    /// <summary>Conditions of a rule at most.</summary>
    public const int Most = 12;

    /// <summary>Holds a claim against the conditions.</summary>
    /// <remarks>Procedure and modifier belong together: the modifier is looked for on the lines whose procedure the rule names, and one such line is enough.</remarks>
    public static RuleAnswer Judge(IReadOnlyList<RuleCondition> conditions, CheckedClaim claim)
    {
        var lines = claim.Lines.Where(line => conditions.Where(c => c.Fact == RuleFact.Procedure).All(c => Begins(line.Procedure, c.Values) == (c.Test == RuleTest.Is)));
        var modifiers = conditions.Where(c => c.Fact == RuleFact.Modifier).ToList();
        var bound = modifiers.Count > 0 || conditions.Any(c => c.Fact == RuleFact.Procedure);
        if (bound && !lines.Any(line => modifiers.All(c => line.Modifiers.Any(m => Has(m, c.Values)) == (c.Test == RuleTest.Is)))) { return RuleAnswer.Passes; }

        var unknown = false;
        foreach (var condition in conditions.Where(c => c.Fact is not (RuleFact.Procedure or RuleFact.Modifier)))
        {
            var holds = Holds(condition, claim);
            if (holds == false) { return RuleAnswer.Passes; }

            unknown |= holds is null;
        }

        return unknown ? RuleAnswer.Unknown : RuleAnswer.Hit;
    }

    /// <summary>What is wrong with the conditions, as a sentence; null when they can be kept.</summary>
    public static Refusal? Check(IReadOnlyList<RuleCondition> conditions)
    {
        if (conditions.Count is 0 or > Most) { return new("conditions", $"A rule needs between one and {Most} conditions."); }

        foreach (var condition in conditions)
        {
            if (!Tests(condition.Fact).Contains(condition.Test)) { return new("test", $"{Name(condition.Fact)} cannot be compared that way."); }

            if (condition.Test is RuleTest.Is or RuleTest.IsNot or RuleTest.AtLeast && !condition.Values.Any(v => v.Trim().Length is > 0 and <= 20)) { return new("values", $"{Name(condition.Fact)} needs a value to compare with."); }

            if (condition.Test == RuleTest.AtLeast && !int.TryParse(condition.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)) { return new("number", "The age is a whole number of days."); }
        }

        return conditions.All(c => c.Fact == RuleFact.Payer) ? new("too_wide", "That would stop every claim to the payer. Add what is wrong with the claim.") : null;
    }

    /// <summary>The ways a fact can be compared, the usual one first.</summary>
    public static IReadOnlyList<RuleTest> Tests(RuleFact fact) => fact switch
    {
        RuleFact.Authorization or RuleFact.Referral or RuleFact.OriginalReference => [RuleTest.Missing, RuleTest.Present],
        RuleFact.AgeDays => [RuleTest.AtLeast],
        _ => [RuleTest.Is, RuleTest.IsNot],
    };

    /// <summary>A fact as people call it.</summary>
    public static string Name(RuleFact fact) => fact switch
    {
        RuleFact.Authorization => "Authorization number",
        RuleFact.Referral => "Referral number",
        RuleFact.Place => "Place of service",
        RuleFact.Provider => "Rendering provider",
        RuleFact.Frequency => "Claim frequency",
        RuleFact.OriginalReference => "Payer's number of the first claim",
        RuleFact.AgeDays => "Days since the service",
        _ => fact.ToString(),
    };

    /// <summary>The conditions as one sentence.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="payers">Names of payers by number.</param>
    public static string Words(IReadOnlyList<RuleCondition> conditions, IReadOnlyDictionary<string, string> payers) => string.Join("; ", conditions.Select(c =>
    {
        var values = string.Join(" or ", c.Values.Select(v => c.Fact == RuleFact.Payer ? payers.GetValueOrDefault(v, "payer " + v) : c.Fact is RuleFact.Procedure && v.Length < 5 || c.Fact == RuleFact.Diagnosis ? v + "…" : v));
        return c.Test switch
        {
            RuleTest.Is => $"{Name(c.Fact)} {values}",
            RuleTest.IsNot => $"{Name(c.Fact)} not {values}",
            RuleTest.Missing => $"{Name(c.Fact)} missing",
            RuleTest.Present => $"{Name(c.Fact)} present",
            _ => $"{Name(c.Fact)} {values} or more",
        };
    }));

    private static bool? Holds(RuleCondition condition, CheckedClaim claim) => condition.Fact switch
    {
        RuleFact.Payer => claim.PayerId is { } payer ? Has(payer.ToString(CultureInfo.InvariantCulture), condition.Values) == (condition.Test == RuleTest.Is) : null,
        RuleFact.Authorization => claim.Authorization is { } there ? there == (condition.Test == RuleTest.Present) : null,
        RuleFact.Referral => claim.Referral is { } there ? there == (condition.Test == RuleTest.Present) : null,
        RuleFact.OriginalReference => claim.OriginalReference == (condition.Test == RuleTest.Present),
        RuleFact.Place => claim.Place is { } place ? Has(place, condition.Values) == (condition.Test == RuleTest.Is) : null,
        RuleFact.Provider => claim.Provider is { } provider ? Has(provider, condition.Values) == (condition.Test == RuleTest.Is) : null,
        RuleFact.Frequency => Has(claim.Frequency, condition.Values) == (condition.Test == RuleTest.Is),
        RuleFact.Diagnosis => claim.Diagnoses.Any(d => Begins(d, condition.Values)) == (condition.Test == RuleTest.Is),
        RuleFact.AgeDays => claim.AgeDays is { } age ? age >= int.Parse(condition.Values[0], CultureInfo.InvariantCulture) : null,
        _ => true,
    };

    private static bool Has(string value, IReadOnlyList<string> values) => values.Any(v => string.Equals(v.Trim(), value, StringComparison.OrdinalIgnoreCase));

    private static bool Begins(string value, IReadOnlyList<string> values) => values.Any(v => v.Trim().Length > 0 && value.StartsWith(v.Trim().Replace(".", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
}
