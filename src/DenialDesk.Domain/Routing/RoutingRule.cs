using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Routing;

/// <summary>One line of the ordered routing list: which denials, and to whom. An empty condition narrows nothing.</summary>
public sealed record RoutingRule
{
    /// <summary>Place in the list, from 1; the first rule that fits and finds somebody with room wins.</summary>
    public required int Position { get; init; }

    /// <summary>What people call it, at most 80 letters.</summary>
    public required string Name { get; init; }

    /// <summary>Only denials of this practice.</summary>
    public int? PracticeId { get; init; }

    /// <summary>Only denials of this payer.</summary>
    public int? PayerId { get; init; }

    /// <summary>Only this category.</summary>
    public DenialCategory? Category { get; init; }

    /// <summary>Denied dollars at least, inclusive.</summary>
    public decimal? AmountFrom { get; init; }

    /// <summary>Denied dollars at most, inclusive.</summary>
    public decimal? AmountTo { get; init; }

    /// <summary>True: only clinical denials; false: only others.</summary>
    public bool? Clinical { get; init; }

    /// <summary>Only people with this skill get it. Alone, without person and team, it means everybody who has it.</summary>
    public string? Skill { get; init; }

    /// <summary>The person it goes to.</summary>
    public Guid? ToPerson { get; init; }

    /// <summary>The team it goes to: the member with the most room left.</summary>
    public int? ToTeam { get; init; }

    /// <summary>First day it holds, inclusive.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Last day it holds, inclusive.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>Whether it holds on a day.</summary>
    public bool Holds(DateOnly day) => (EffectiveFrom is not { } from || day >= from) && (EffectiveTo is not { } to || day <= to);

    /// <summary>Whether it takes a denial.</summary>
    public bool Takes(RoutedWork work) =>
        (PracticeId is not { } practice || practice == work.PracticeId)
        && (PayerId is not { } payer || payer == work.PayerId)
        && (Category is not { } category || category == work.Category)
        && (AmountFrom is not { } from || work.Amount >= from)
        && (AmountTo is not { } to || work.Amount <= to)
        && (Clinical is not { } clinical || clinical == work.Clinical);

    /// <summary>Whether a person is among those it goes to, room aside.</summary>
    public bool Reaches(RoutingPerson person) =>
        (ToPerson is not { } one || one == person.Id) && (ToTeam is not { } team || person.Teams.Contains(team)) && (Skill is not { } skill || person.Skills.Contains(skill));

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (Name.Trim().Length is 0 or > 80) { return new("rule_name", $"Give rule {Position} a name of at most 80 letters."); }

        if (ToPerson is not null && ToTeam is not null) { return new("rule_two_targets", $"“{Name}” names a person and a team. Choose one of them."); }

        if (ToPerson is null && ToTeam is null && string.IsNullOrWhiteSpace(Skill)) { return new("rule_no_target", $"Say whom “{Name}” goes to: a person, a team, or everybody with a skill."); }

        if (AmountFrom is < 0 || AmountTo is < 0 || AmountFrom > AmountTo) { return new("rule_amounts", $"The amounts of “{Name}” run backwards. The first has to be the smaller one."); }

        return EffectiveFrom > EffectiveTo ? new("rule_days", $"“{Name}” ends before it begins. Check its two days.") : null;
    }
}

/// <summary>What routing looks at in a denial; the amount is denied dollars.</summary>
public sealed record RoutedWork(int PracticeId, long DenialId, int PayerId, DenialCategory? Category, decimal Amount, bool Clinical);

/// <summary>Somebody work can go to: skills, teams, the practices the person sees (null means all), and how many denials the person can still take today.</summary>
public sealed record RoutingPerson(Guid Id, string Name, IReadOnlySet<string> Skills, IReadOnlySet<int> Teams, IReadOnlySet<int>? Practices, int Room);
