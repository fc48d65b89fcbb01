using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Claims;

public sealed class ClaimMatchingTests(Cluster cluster) : DeskFixture(cluster)
{
    private async Task<string> End() => $"""
        {await ScalarAsync("select string_agg(c.patient_control_number || ' ' || m.state || ' ' || m.method || ' ' || m.family || ' ' || m.ambiguous || ' ' || m.evidence || ' ' || m.answered_on, E'\\n' order by c.patient_control_number, c.patient_last_name, m.answered_on) from claim_match m join claim c using (practice_id, claim_id)")}
        {await ScalarAsync("select string_agg(s.account || ' ' || s.submitted_at::date || ' ' || c.patient_control_number || ' ' || coalesce(l.answered_on::text, '-'), E'\\n' order by s.account, s.submitted_at, c.patient_control_number) from submission_link l join submitted_claim s using (practice_id, submitted_id) join claim c using (practice_id, claim_id)")}
        {await ScalarAsync("select string_agg(s.account || ' ' || w.submitted_on || ' ' || coalesce(w.payer_id::text, '-'), E'\\n' order by s.account) from submission_wait w join submitted_claim s using (practice_id, submitted_id)")}
        """;

    private async Task<string> MethodAsync(string account) => $"{await ScalarAsync("select m.state || ' ' || m.method from claim_match m join claim c using (practice_id, claim_id) where c.patient_control_number = $1", account)}";

    [Fact]
    public async Task Each_way_a_payer_changes_a_number_is_matched_by_its_own_evidence()
    {
        await this.ImportAsync("sent.837", TwoWays.Sent(
            "20260605", 1, new("CB200201"), new("GRP001202605040123", "RIVERA", "W1", "20260602", 90m), new("LINES01", "OKAFOR", "W2", "20260603", 91m, Line: "LINES01-1"),
            new("REPL01", "SATO", "W3", "20260604", 92m, "ICN777777"), new("FACTS01", "MBEKI", "W4", "20260604", 93m)));
        await this.ImportAsync("answered.835", TwoWays.Answered(
            "20260612", 2, new("cb200201"), new("GRP001202605040", "RIVERA", "W1", "20260602", 90m, Paid: 50m), new("X9", "OKAFOR", "", "20260603", 91m, Line: "LINES01-1", Paid: 50m),
            new("X8", "SATO", "W3", "20260604", 92m, "ICN777777", Paid: 50m), new("X7", "MBEKI", "W4", "20260604", 93m, Paid: 50m), new("X6", "NOBODY", "W9", "20260604", 94m, Paid: 50m)));

        Assert.Equal("matched account", await MethodAsync("CB200201"));
        Assert.Equal("matched altered_account", await MethodAsync("GRP001202605040"));
        Assert.Equal("matched line_numbers", await MethodAsync("X9"));
        Assert.Equal("matched payer_number", await MethodAsync("X8"));
        Assert.Equal("matched facts", await MethodAsync("X7"));
        Assert.Equal("unmatched ", await MethodAsync("X6"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from submission_wait"));
        Assert.Equal(5L, await ScalarAsync("select count(*) from claim_match_change where action = 'matched'"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'claims.matched'"));
    }

    public static TheoryData<int[]> Orders => new(Permutations([0, 1, 2, 3]));

    /// <summary>Two submissions that a cut number fits, one resubmission, one claim that takes its submission from a match by facts: every order ends the same.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Every_order_of_arrival_ends_the_same(int[] order)
    {
        (string, byte[])[] files =
        [
            ("a.837", TwoWays.Sent("20260605", 1, new("GRP001202605040123", "RIVERA", "W1", "20260602", 90m), new("TAKEN01", "MBEKI", "W4", "20260604", 93m), new("LATE01", "SATO", "W5", "20260604", 95m))),
            ("b.837", TwoWays.Sent("20260606", 2, new("GRP001202605040124", "RIVERA", "W1", "20260602", 90m), new("TAKEN01", "MBEKI", "W4", "20260604", 93m))),
            ("c.835", TwoWays.Answered("20260612", 3, new("GRP001202605040", "RIVERA", "W1", "20260602", 90m, Paid: 50m), new("NOT AVAILABLE", "MBEKI", "W4", "20260604", 93m, Paid: 50m))),
            ("d.835", TwoWays.Answered("20260613", 4, new Told("TAKEN01", "MBEKI", "W4", "20260604", 93m, Paid: 50m))),
        ];
        foreach (var i in order) { await this.ImportAsync(files[i].Item1, files[i].Item2); }

        Assert.Equal(
            """
            GRP001202605040 unmatched   true  2026-06-12
            NOT AVAILABLE unmatched   false  2026-06-12
            TAKEN01 matched account TAKEN01|MBEKI false The account number is the same. The member number is the same. The days of service are the same. The charge is the same. It went to the payer that answered. 2026-06-13
            TAKEN01 2026-06-05 TAKEN01 2026-06-13
            TAKEN01 2026-06-06 TAKEN01 2026-06-13
            GRP001202605040123 2026-06-05 1
            GRP001202605040124 2026-06-06 1
            LATE01 2026-06-05 1
            """.ReplaceLineEndings("\n"), (await End()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Claims_of_another_practice_are_never_matched_and_a_practice_without_submissions_is_left_alone()
    {
        await this.ImportAsync("sent.837", TwoWays.Sent("20260605", 1, new Told("CB200201")));
        await this.ImportAsync("answered.835", TwoWays.AnsweredTo("OTHER PRACTICE*XX*2999007770", "20260612", 2, new Told("CB200201")));

        Assert.Equal(0L, await ScalarAsync("select count(*) from claim_match"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from submission_wait"));
    }

    [Fact]
    public async Task A_remittance_dated_before_the_submission_is_no_answer_to_it()
    {
        await this.ImportAsync("answered.835", TwoWays.Answered("20260604", 2, new Told("CB200201", Paid: 0m)));
        await this.ImportAsync("sent.837", TwoWays.Sent("20260605", 1, new Told("CB200201")));

        Assert.Equal("matched account", await MethodAsync("CB200201"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from submission_wait"));

        await this.ImportAsync("later.835", TwoWays.Answered("20260620", 3, new Told("CB200201")));
        Assert.Equal(0L, await ScalarAsync("select count(*) from submission_wait"));
    }

    private static IEnumerable<int[]> Permutations(int[] items)
        => items.Length == 0 ? [[]] : items.SelectMany(i => Permutations([.. items.Where(o => o != i)]).Select(rest => (int[])[i, .. rest]));
}
