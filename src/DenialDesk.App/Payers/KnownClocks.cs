using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Payers;

/// <summary>
/// Clocks that were worked out already: a hundred thousand denials of a payer have some thousand different clocks, and a clock is a pure function of context, dates
/// and rules. Most clocks never look at the days of service; those are told apart by the dates of their remittances alone. Safe for several threads.
/// </summary>
internal sealed class KnownClocks
{
    private static readonly WindowAnchor[] Anchors =
    [
        WindowAnchor.RemitDate, WindowAnchor.NoticeDate, WindowAnchor.LatestRemitDate, WindowAnchor.InitialDenialNoticeDate, WindowAnchor.CheckDate, WindowAnchor.DosFrom, WindowAnchor.DosThrough,
    ];

    /// <summary>Contexts by reference: readers give denials of the same facts the same context.</summary>
    private readonly record struct Facts(WindowContext Context, bool Appealable, DateOnly? Remit, DateOnly? First, DateOnly? Check, DateOnly? From, DateOnly? Through)
    {
        public bool Equals(Facts other) => ReferenceEquals(Context, other.Context) && Appealable == other.Appealable && Remit == other.Remit && First == other.First && Check == other.Check
            && From == other.From && Through == other.Through;

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Context), Appealable, Remit, First, Check, From, Through);
    }

    /// <summary>By the remittance's dates alone; null where the days of service count too.</summary>
    private readonly ConcurrentDictionary<Facts, StoredClock?> _byNotice = [];
    private readonly ConcurrentDictionary<Facts, StoredClock> _whole = [];

    /// <summary>The denial's clock under rules that are always the same for its context.</summary>
    public StoredClock Under(ClockedDenial denial, IReadOnlyCollection<WindowRule> rules)
    {
        // An appeal that was lost gives the clock of the next level, which asks for more than these facts.
        if (denial.Lost is not null || FactsOf(denial) is not { } all) { return denial.Under(rules); }

        var notice = all with { From = null, Through = null };
        var seen = _byNotice.TryGetValue(notice, out var known);
        if (known is not null) { return known; }

        if (seen && _whole.TryGetValue(all, out var exact)) { return exact; }

        // Reading the same dates, the rules take the same turns: what was not looked at this time is not looked at for the same notice either.
        var watched = new WatchedDates(denial.Events.Dates);
        var clock = (denial with { Events = denial.Events with { Dates = watched } }).Under(rules);
        _byNotice[notice] = watched.ServiceRead ? null : clock;
        if (watched.ServiceRead) { _whole[all] = clock; }

        return clock;
    }

    /// <summary>The facts, where nothing but these dates is known of the denial.</summary>
    private static Facts? FactsOf(ClockedDenial denial)
    {
        var dates = denial.Events;
        var facts = new Facts(
            denial.Context, denial.Appealable, dates[WindowAnchor.RemitDate], dates[WindowAnchor.InitialDenialNoticeDate], dates[WindowAnchor.CheckDate], dates[WindowAnchor.DosFrom],
            dates[WindowAnchor.DosThrough]);
        var sameNotice = dates[WindowAnchor.NoticeDate] == facts.Remit && dates[WindowAnchor.LatestRemitDate] == facts.Remit;
        var count = Anchors.Count(anchor => dates[anchor] is not null);
        return sameNotice && dates.Dates.Count == count && dates is { ActualReceiptDate: null, FilingDate: null } ? facts : null;
    }

    /// <summary>Dates that note whether a day of service was asked for.</summary>
    private sealed class WatchedDates(IReadOnlyDictionary<WindowAnchor, DateOnly> dates) : IReadOnlyDictionary<WindowAnchor, DateOnly>
    {
        public bool ServiceRead { get; private set; }

        public int Count => Seen(dates.Count);

        public IEnumerable<WindowAnchor> Keys => Seen(dates.Keys);

        public IEnumerable<DateOnly> Values => Seen(dates.Values);

        public DateOnly this[WindowAnchor key] => Noted(key)[key];

        public bool ContainsKey(WindowAnchor key) => Noted(key).ContainsKey(key);

        public bool TryGetValue(WindowAnchor key, [MaybeNullWhen(false)] out DateOnly value) => Noted(key).TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<WindowAnchor, DateOnly>> GetEnumerator() => Seen(dates).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private IReadOnlyDictionary<WindowAnchor, DateOnly> Noted(WindowAnchor key)
        {
            ServiceRead |= key is not (WindowAnchor.RemitDate or WindowAnchor.NoticeDate or WindowAnchor.LatestRemitDate or WindowAnchor.InitialDenialNoticeDate or WindowAnchor.CheckDate);
            return dates;
        }

        private T Seen<T>(T whole)
        {
            ServiceRead = true;
            return whole;
        }
    }
}
