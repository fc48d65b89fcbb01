namespace DenialDesk.Domain.Calendar;

/// <summary>Tells a day that somebody can mean from one that only fits the form: no remittance is older than the 835, and months are counted on from any day asked for.</summary>
public static class MeantDay
{
    private const int First = 1990;
    private const int Last = 2199;

    /// <summary>Whether the day lies in the years 1990 to 2199, inclusive.</summary>
    public static bool Is(DateOnly day) => day.Year is >= First and <= Last;
}
