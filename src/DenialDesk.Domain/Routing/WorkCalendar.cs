namespace DenialDesk.Domain.Routing;

/// <summary>Days off in a row.</summary>
/// <param name="From">First day off, inclusive.</param>
/// <param name="To">Last day off, inclusive.</param>
public sealed record DaysOff(DateOnly From, DateOnly To);

/// <summary>When a person works, and how much.</summary>
/// <param name="Capacity">Denials a person can have at hand on a working day, owned and routed together.</param>
/// <param name="WorksOn">Days of the week worked.</param>
/// <param name="Off">Days off.</param>
public sealed record WorkCalendar(int Capacity, IReadOnlySet<DayOfWeek> WorksOn, IReadOnlyList<DaysOff> Off)
{
    /// <summary>Somebody nobody has said anything about: 25 denials a day, Monday to Friday.</summary>
    public static WorkCalendar Default { get; } =
        new(25, new HashSet<DayOfWeek> { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }, []);

    /// <summary>Whether the person works on a day.</summary>
    public bool Works(DateOnly day) => WorksOn.Contains(day.DayOfWeek) && !Off.Any(o => day >= o.From && day <= o.To);

    /// <summary>How many more the person can take on a day, with so many at hand already; never negative, none on a day off.</summary>
    public int Room(DateOnly day, int atHand) => Works(day) ? Math.Max(0, Capacity - atHand) : 0;
}
