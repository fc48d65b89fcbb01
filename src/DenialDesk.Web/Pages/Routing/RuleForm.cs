using System.Globalization;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Routing;

namespace DenialDesk.Web.Pages.Routing;

/// <summary>A rule while it is being edited; every field as the form has it.</summary>
public sealed class RuleForm
{
    /// <summary>Its place; 0 for a new one.</summary>
    public int Position { get; init; }

    public string Name { get; set; } = "";

    public string Practice { get; set; } = "";

    public string Payer { get; set; } = "";

    public string Category { get; set; } = "";

    public decimal? AmountFrom { get; set; }

    public decimal? AmountTo { get; set; }

    /// <summary>"", "yes" or "no".</summary>
    public string Clinical { get; set; } = "";

    public string Skill { get; set; } = "";

    /// <summary>"" for everybody with the skill, "p:" and a person, "t:" and a team.</summary>
    public string To { get; set; } = "";

    public DateOnly? From { get; set; }

    public DateOnly? Until { get; set; }

    public static RuleForm Of(RoutingRule rule) => new()
    {
        Position = rule.Position,
        Name = rule.Name,
        Practice = rule.PracticeId?.ToString(CultureInfo.InvariantCulture) ?? "",
        Payer = rule.PayerId?.ToString(CultureInfo.InvariantCulture) ?? "",
        Category = rule.Category?.Text() ?? "",
        AmountFrom = rule.AmountFrom,
        AmountTo = rule.AmountTo,
        Clinical = rule.Clinical switch { true => "yes", false => "no", null => "" },
        Skill = rule.Skill ?? "",
        To = rule.ToPerson is { } person ? $"p:{person}" : rule.ToTeam is { } team ? string.Create(CultureInfo.InvariantCulture, $"t:{team}") : "",
        From = rule.EffectiveFrom,
        Until = rule.EffectiveTo,
    };

    public RoutingRule ToRule() => new()
    {
        Position = Position,
        Name = Name.Trim(),
        PracticeId = Whole(Practice),
        PayerId = Whole(Payer),
        Category = CodeNames.TryRead<DenialCategory>(Category),
        AmountFrom = AmountFrom,
        AmountTo = AmountTo,
        Clinical = Clinical switch { "yes" => true, "no" => false, _ => null },
        Skill = string.IsNullOrWhiteSpace(Skill) ? null : Skill.Trim().ToLowerInvariant(),
        ToPerson = To.StartsWith("p:", StringComparison.Ordinal) ? Guid.Parse(To[2..]) : null,
        ToTeam = To.StartsWith("t:", StringComparison.Ordinal) ? Whole(To[2..]) : null,
        EffectiveFrom = From,
        EffectiveTo = Until,
    };

    private static int? Whole(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
