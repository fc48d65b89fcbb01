namespace DenialDesk.X12;

/// <summary>Collects problems up to a limit and remembers whether one of them rejects.</summary>
internal sealed class ProblemLog(int most)
{
    private readonly List<Problem> all = [];
    private int taken;

    public IReadOnlyList<Problem> All => all;

    /// <summary>How many were found beyond those kept.</summary>
    public int NotKept { get; private set; }

    public bool Rejects { get; private set; }

    public bool RejectsTransaction { get; private set; }

    public bool HasNew => taken < all.Count;

    public void Add(Severity severity, string code, Location at, string sentence)
    {
        var firstToReject = false;
        if (severity == Severity.Rejects)
        {
            firstToReject = !RejectsTransaction;
            Rejects = true;
            RejectsTransaction = true;
        }

        if (all.Count < most || firstToReject)
        {
            all.Add(new Problem(severity, code, at, sentence));
        }
        else
        {
            NotKept++;
        }
    }

    public void BeginTransaction() => RejectsTransaction = false;

    /// <summary>The problems added since the last call.</summary>
    public IReadOnlyList<Problem> TakeNew()
    {
        if (taken == all.Count)
        {
            return [];
        }

        var fresh = all.GetRange(taken, all.Count - taken);
        taken = all.Count;
        return fresh;
    }
}
