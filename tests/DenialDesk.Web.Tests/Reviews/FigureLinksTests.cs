using System.Text.Json;
using DenialDesk.Web.Tests.Queue;
using Microsoft.Playwright;

namespace DenialDesk.Web.Tests.Reviews;

/// <summary>A count on a manager's page is a link, and the list it opens has as many rows as it says.</summary>
public sealed class FigureLinksTests(WorkingDesk desk) : IClassFixture<WorkingDesk>
{
    /// <summary>The counts in the tables of a page that lead to a list, each with the number of rows in that list's own file.</summary>
    private const string Counts = """
        async () => {
          const lists = ['/queue', '/team/work', '/expired', '/appeals', '/breakdown/rows', '/underpayments'];
          const rows = text => { let n = 0, quoted = false; for (const c of text) { if (c === '"') quoted = !quoted; else if (c === '\n' && !quoted) n++; } return n - 1; };
          const found = [];
          for (const a of document.querySelectorAll('main td.number a, main td.n a')) {
            const to = new URL(a.href), text = a.textContent.trim(), number = to.pathname.match(/^\/numbers\/([a-z0-9-]+)\/([0-9-]+)$/);
            if (!/^[0-9,]+$/.test(text) || !(number || lists.includes(to.pathname))) continue;
            const answer = await fetch(number ? `/numbers/rows.csv?kpi=${number[1]}&month=${number[2]}&${to.search.slice(1)}` : to.pathname + '.csv' + to.search);
            found.push([text.replaceAll(',', ''), String(answer.ok && !answer.redirected ? rows(await answer.text()) : -answer.status), to.pathname + to.search]);
          }
          return found;
        }
        """;

    /// <summary>People found causes, put denials to sleep, closed some lately and some long ago; some expired, one is no denial any more, and one was decided again.</summary>
    private const string Worked = """
        update denial set preventable = case denial_id % 7 when 3 then 'no' else 'yes' end;
        update denial set lead_rarc = case denial_id % 3 when 0 then '' when 1 then 'M53' else 'N115' end;
        insert into denial_cause (practice_id, denial_id, at, author_name, category, department, step)
        select practice_id, denial_id, now(), 'Pat', category, case denial_id % 2 when 0 then 'Front desk' else 'Billing' end, 'The card was not copied' from denial where denial_id % 4 = 0;
        update denial set assigned_to = (select id from identity_users where normalized_email = 'MANAGER@DESK.EXAMPLE') where denial_id % 5 < 3;
        update denial set snoozed_until = current_date + 5, last_safe_day = current_date + 50, due_on = current_date + 52 where denial_id % 5 = 1;
        update denial set is_open = false, state = 'closed_recovered', outcome = 'recovered', recovered_amount = 10, closed_at = case denial_id % 2 when 0 then now() else now() - interval '300 days' end where denial_id % 5 = 2;
        update denial set is_open = false, state = 'superseded', outcome = 'not_a_denial', closed_at = now() where denial_id % 10 = 4;
        alter table adjudication disable trigger user;
        update adjudication set is_first_primary = false where adjudication_id in (select adjudication_id from denial where denial_id % 10 = 9);
        alter table adjudication enable trigger user;
        insert into denial_expiry (practice_id, denial_id, last_day, last_action, rule_id, rule_version, expired_on, at, amount, owners)
        select practice_id, denial_id, t.today - 1, 'appeal_1', 'r', 1, t.today, now(), 70, case denial_id % 20 when 5 then '[]'::jsonb else '[{"id":"x","name":"Pat"}]'::jsonb end
        from denial join (select practice_id, (now() at time zone time_zone)::date as today from practice) t using (practice_id) where denial_id % 10 = 5;
        update denial set is_open = false, state = 'expired', outcome = 'expired', closed_at = now() where denial_id % 10 = 5;
        insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after)
        select practice_id, denial_id, now(), assigned_to, 'Pat', 'appealed', 'in_work', 'waiting', '{}', '{}' from denial where denial_id % 5 = 2;
        """;

    [Fact]
    public async Task Each_count_opens_exactly_the_rows_it_counts()
    {
        await desk.ScalarAsync<object>(Worked);
        await desk.Get<App.Numbers.RebuildRollups>().Run(new() { All = true }, App.People.Actor.Desk, TestContext.Current.CancellationToken);
        var page = await desk.BrowseAsync("manager");
        foreach (var (address, ready) in new[]
        {
            (Routes.Today, "causes"), (Routes.DenialAudit + "?to=2026-02-28", "part-codes"), (Routes.Reviews + "?month=2026-01", "part-d0"), (Routes.Team, "team"), (Routes.DossierOf(1) + "?months=24", "part-codes"),
            (Routes.NumberOf("denial-rate-claims") + "?to=2026-03", "months"), (Routes.Breakdown + "?by=rarc&period=own&from=2026-01&to=2026-02", "breakdown"), (Routes.Breakdown + "?by=department&period=own&from=2026-01&to=2026-02", "breakdown"),
        })
        {
            await page.GotoAsync(address);
            await page.GetByTestId(ready).WaitForAsync();
            var counts = (await page.EvaluateAsync<JsonElement>(Counts)).EnumerateArray().Select(c => (Says: c[0].GetString(), Opens: c[1].GetString(), To: c[2].GetString())).ToList();
            Assert.NotEmpty(counts);
            Assert.Empty(counts.Where(c => c.Says != c.Opens).Select(c => $"{address}: {c.Says} opens {c.Opens} at {c.To}"));
        }
    }

    [Fact]
    public async Task A_file_of_rows_has_numbers_below_nothing_as_numbers_and_no_column_of_the_desks_own_making()
    {
        await desk.ScalarAsync<object>(
            """
            insert into denial_step (practice_id, denial_id, at, actor_id, actor_name, step, from_state, to_state, before, after)
            select practice_id, denial_id, '2026-02-10', (select id from identity_users limit 1), '=Pat', 'appealed', 'in_work', 'waiting', '{}', '{}' from denial order by denial_id limit 1;
            update denial set first_worked_at = '2026-02-10 15:00+00' where denial_id = (select min(denial_id) from denial)
            """);
        using var manager = await desk.VisitAsAsync("manager");

        Assert.Contains(",-25,", await manager.ReadAsync("/numbers/rows.csv?kpi=net-recovered&month=2026-02"), StringComparison.Ordinal);
        Assert.Contains("'=Pat", await manager.ReadAsync(Routes.WorkCsv + "?from=2026-02-01&to=2026-02-28"), StringComparison.Ordinal);
        Assert.DoesNotContain("Place", await manager.ReadAsync(Routes.QueueCsv), StringComparison.Ordinal);
    }
}
