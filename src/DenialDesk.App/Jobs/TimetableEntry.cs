namespace DenialDesk.App.Jobs;

/// <summary>One job: what it is called, what it is for, and when its bell rings.</summary>
/// <param name="Name">What the command line and the database call it; never changes once released.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Purpose">One sentence on what it does, for the jobs page.</param>
/// <param name="At">Time of day in the practice's own time zone, once a day; null for a job with an interval.</param>
/// <param name="Ring">How often the bell rings. A nightly job's bell only asks which practices are due.</param>
/// <param name="Work">The class that does the work, an <see cref="IDeskJob"/>.</param>
public sealed record TimetableEntry(string Name, string Title, string Purpose, TimeOnly? At, TimeSpan Ring, Type Work)
{
    /// <summary>When it runs, in words.</summary>
    public string When => At is { } at
        ? $"Every day at {at:HH\\:mm}, in each practice's time zone"
        : Ring.TotalSeconds < 60 ? $"Every {Ring.TotalSeconds:0} seconds" : Ring.TotalMinutes is 1 ? "Every minute" : Ring.TotalHours < 1 ? $"Every {Ring.TotalMinutes:0} minutes" : $"Every {Ring.TotalHours:0} hours";

    internal static TimetableEntry Nightly<T>(string name, string title, string purpose, TimeOnly at)
        where T : IDeskJob
        => new(name, title, purpose, at, TimeSpan.FromMinutes(5), typeof(T));

    internal static TimetableEntry Every<T>(TimeSpan interval, string name, string title, string purpose)
        where T : IDeskJob
        => new(name, title, purpose, null, interval, typeof(T));
}

/// <summary>A job is a doorbell: it finds what there is to do, calls the step, and returns how many.</summary>
public interface IDeskJob
{
    /// <summary>Does the work of one turn and returns how many things were done.</summary>
    Task<int> RunAsync(JobTurn turn, CancellationToken cancellation);
}

/// <summary>What one turn of a job is about.</summary>
/// <param name="Practices">The practices that are due, each with its own local day.</param>
/// <param name="Report">Tells the jobs page how far the turn is: percent 0–100 and a few words, free of patient data.</param>
public sealed record JobTurn(IReadOnlyList<PracticeDay> Practices, Action<int, string> Report)
{
    /// <summary>Whether a person or the command line asked for it, and not the timetable.</summary>
    public bool ByHand { get; init; }
}

/// <summary>A practice and what its calendar shows while the job runs.</summary>
public sealed record PracticeDay(int PracticeId, DateOnly Today);
