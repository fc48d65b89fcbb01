// What needs the browser itself: posts that set cookies, keys, uploads, and leaving after a while without anybody.
(() => {
  const token = () => document.querySelector('meta[name="form-token"]')?.content ?? '';

  const post = (address, fields) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = address;
    for (const [name, value] of Object.entries({ ...fields, __RequestVerificationToken: token() })) {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  };

  // The second click of a double click, and what a key that is held presses again, are not meant: the page may have gone on between the two, and they would
  // fall on whatever stands there then. What may be pressed quickly again and again (one more line) says so by data-again.
  addEventListener('click', e => {
    if (e.detail < 2 || !e.target.closest?.('button') || e.target.closest('[data-again]')) return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);
  addEventListener('keydown', e => {
    if (!e.repeat || e.key !== 'Enter' || e.target.closest?.('textarea, [contenteditable="true"], [data-again]')) return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);

  document.addEventListener('click', e => {
    const button = e.target.closest('[data-post]');
    if (!button) return;
    e.preventDefault();
    const fields = { from: location.pathname + location.search };
    if (button.dataset.name) fields[button.dataset.name] = button.dataset.value;
    post(button.dataset.post, fields);
  });

  // Passkeys: the server's challenge goes to the authenticator, and what it made of it goes back.
  const ask = async address => {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ __RequestVerificationToken: token() }) });
    if (!answer.ok) throw new Error('refused');
    return answer.json();
  };
  const passkeyProblem = error => {
    const place = document.querySelector('[data-passkey-problem]');
    if (!place) return;
    place.textContent = !window.PublicKeyCredential?.parseCreationOptionsFromJSON ? 'This browser is too old for passkeys.'
      : error?.name === 'InvalidStateError' ? 'This device has a passkey of yours already.'
      : 'No passkey was used: it was cancelled, took too long, or this device has none for the desk.';
    place.hidden = false;
  };
  document.addEventListener('click', async e => {
    const button = e.target.closest('[data-passkey]');
    if (!button) return;
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await ask('/account/passkeys/challenge'));
      const credential = await navigator.credentials.get({ publicKey });
      post(button.dataset.passkeyTo ?? '/account/passkeys/sign-in', { credential: JSON.stringify(credential), from: button.dataset.passkey });
    } catch (error) { passkeyProblem(error); }
  });
  document.addEventListener('submit', async e => {
    const form = e.target.closest('[data-passkey-form]');
    if (!form) return;
    e.preventDefault();
    try {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await ask('/account/passkeys/options'));
      const credential = await navigator.credentials.create({ publicKey });
      post('/account/passkeys/add', { credential: JSON.stringify(credential), name: form.elements.name.value, password: form.elements.password.value });
    } catch (error) { passkeyProblem(error); }
  });

  // A while without a key or a pointer, in any of the person's tabs, ends the sign-in; a word of warning comes two minutes before. The server keeps
  // the same time by what it is told here of keys and clicks, never by a timer of the page.
  const minute = 60 * 1000;
  const limit = Number(document.querySelector('meta[name="idle-minutes"]')?.content || 15) * minute;
  const signedIn = () => document.querySelector('.shell [data-testid="who"]') !== null;
  const warning = () => document.getElementById('idle-warning');
  const lastAnywhere = () => {
    try { return Math.max(last, Number(localStorage.getItem('desk.active') ?? 0)); } catch { return last; }      // a browser may keep its storage closed
  };
  let last = Date.now();
  let told = Date.now();      // opening the page told it
  const tell = async () => {
    told = Date.now();
    try {
      const answer = await fetch('/account/active', { method: 'POST', redirect: 'manual' });
      if (answer.type === 'opaqueredirect' || answer.status === 401) location.reload();
    } catch { /* not connected: the page says so itself */ }
  };
  const used = e => {
    if (e.type !== 'click' && e.target.closest?.('#idle-warning')) return;      // the word's own button stays until it is pressed
    last = Date.now();
    if (!signedIn()) return;
    warning()?.remove();
    if (last - told < 20 * 1000) return;
    try { localStorage.setItem('desk.active', String(last)); } catch { /* each tab keeps its own time then */ }
    tell();
  };
  for (const kind of ['keydown', 'pointerdown', 'click', 'wheel', 'touchstart']) addEventListener(kind, used, { passive: true, capture: true });
  const warn = () => {
    const note = document.createElement('div');
    note.id = 'idle-warning';
    note.setAttribute('role', 'alert');
    note.append('Nobody has used the desk for a while. You will be signed out in two minutes. ');
    const stay = document.createElement('button');
    stay.type = 'button';
    stay.className = 'button small';
    stay.textContent = 'Stay signed in';
    note.append(stay);
    document.body.append(note);
  };
  // Another tab may have signed out a moment before: then this token fits nobody any more, and the page goes all the same.
  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    const here = location.pathname + location.search;
    try { await fetch('/account/sign-out', { method: 'POST', body: new URLSearchParams({ __RequestVerificationToken: token() }) }); } catch { /* not connected */ }
    location.assign('/account/sign-in?from=' + encodeURIComponent(here));
  };
  setInterval(() => {
    if (!signedIn()) return;
    const idle = Date.now() - lastAnywhere();
    if (idle > limit) leave();
    else if (idle <= limit - 2 * minute) warning()?.remove();
    else if (!warning()) warn();
  }, 5000);

  // Files go up one request each, with their own progress line.
  // One that is too large is told before it is sent: a server that refuses it midway looks like a connection that broke.
  const tooLarge = zone => `The file is larger than ${zone.dataset.limit || '200 MB'}. Split it and send the parts.`;
  const upload = (file, line, zone) => new Promise(done => {
    if (file.size > parseFloat(zone.dataset.limit || '200') * 1024 * 1024) {
      line.querySelector('progress').remove();
      line.querySelector('.result').textContent = tooLarge(zone);
      line.classList.add('failed');
      done({});
      return;
    }
    const request = new XMLHttpRequest();
    request.open('POST', zone.dataset.address || '/remittances/upload');
    request.setRequestHeader('RequestVerificationToken', token());
    request.upload.onprogress = e => {
      if (!e.lengthComputable) return;
      line.querySelector('progress').value = e.loaded / e.total;
      if (e.loaded === e.total) line.querySelector('.result').textContent = zone.dataset.sent || 'Sent; being read and posted…';
    };
    request.onloadend = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* not ours: told below */ }
      line.querySelector('progress').remove();
      const result = line.querySelector('.result');
      result.textContent = answer.sentence ?? (request.status === 413 ? tooLarge(zone) : 'The file could not be sent. Check the connection and drop it again.');
      line.classList.add(answer.state ? answer.state.toLowerCase() : 'failed');
      if (answer.href) {
        const link = document.createElement('a');
        link.href = answer.href;
        link.textContent = 'Report';
        line.append(' ', link);
      }
      done(answer);
    };
    const form = new FormData();
    for (const name of ['command', 'kind', 'title', 'replaces']) if (zone.dataset[name]) form.append(name, name === 'command' ? crypto.randomUUID() : zone.dataset[name]);
    form.append('file', file, file.name);
    request.send(form);
  });

  const uploadAll = async (files, zone) => {
    const list = zone.querySelector('.uploads');
    const page = zone.desk;
    for (const file of files) {
      const line = document.createElement('li');
      const name = document.createElement('span');
      name.className = 'name';
      name.textContent = file.name;
      const bar = document.createElement('progress');
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute('aria-label', 'Sending ' + file.name);
      const result = document.createElement('span');
      result.className = 'result';
      result.setAttribute('role', 'status');
      line.append(name, ' ', bar, ' ', result);
      list.prepend(line);
      await upload(file, line, zone);
    }
    page?.invokeMethodAsync('Uploaded');
  };

  const walks = new Set(['j', 'k', 'ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'PageDown', 'PageUp']);
  const typing = e => e.target.closest('input, textarea, select, [contenteditable="true"]');

  // A page that goes and the one that comes are two messages apart: a key pressed between them is kept for the one that comes.
  const pages = [];
  let left = { at: 0, names: new Set() };
  let kept = [];
  // The names that somebody takes now stand at the document: html[data-keys~=j].
  const listening = () => { document.documentElement.dataset.keys = [...new Set(pages.flatMap(p => [...p.names]))].join(' '); };
  const between = key => pages.length === 0 && Date.now() - left.at < 3000 && left.names.has(key);
  const press = async key => {
    for (const one of [...pages].reverse().filter(p => p.names.has(key))) {
      try { await one.page.invokeMethodAsync('Key', key); return; } catch { if (pages.length > 1) { pages.splice(pages.indexOf(one), 1); listening(); } }
    }
  };
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    if (typing(e) && e.key !== 'Escape') return;
    const wait = between(e.key);
    if (!wait && !pages.some(p => p.names.has(e.key))) return;
    if (e.key === 'Enter' && e.target.closest('a, button, summary')) return;
    e.preventDefault();
    if (e.repeat && !walks.has(e.key)) return;      // a key that is held walks on; it does nothing twice
    if (wait) kept.push({ key: e.key, at: Date.now() });
    else press(e.key);
  });

  // A page that cannot go on: its way out is under the fingers, and what was typed can still be copied.
  const lost = document.getElementById('components-reconnect-modal');
  if (lost) {
    new MutationObserver(() => {
      if (!/components-reconnect-(failed|rejected)/.test(lost.className)) { lost.style.display = ''; return; }
      const kind = lost.classList.contains('components-reconnect-failed') ? 'failed' : 'rejected';
      lost.querySelector(`p.${kind} a`)?.focus();
    }).observe(lost, { attributeFilter: ['class'] });
    lost.querySelector('[data-look]').addEventListener('click', () => { lost.style.display = 'none'; });
  }

  let palette = null;
  document.addEventListener('keydown', e => {
    if (!palette || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== 'k') return;
    e.preventDefault();
    palette.invokeMethodAsync('Open');
  });
  document.addEventListener('click', e => { if (palette && e.target.closest('[data-palette]')) palette.invokeMethodAsync('Open'); });

  window.desk = {
    // Keys of a page: name → the page's method decides what they do. Not while typing, not with a modifier.
    // Pages come and go over a slow line: the newest one hears first, and a key that a page on its way out could not take goes to the next.
    keys(page, names) {
      const mine = { page, names: new Set(names) };
      pages.push(mine);
      listening();      // from here on none of these keys is lost
      const due = kept.filter(k => mine.names.has(k.key) && Date.now() - k.at < 3000);
      kept = [];
      for (const { key } of due) press(key);
      return {
        dispose: () => {
          const at = pages.indexOf(mine);
          if (at >= 0) pages.splice(at, 1);
          listening();
          left = { at: Date.now(), names: mine.names };
        },
      };
    },
    // The palette: Ctrl K on every page, in fields too. What it offers of pages is what the navigation offers this person.
    palette(one) {
      palette = one;
      return { dispose: () => { if (palette === one) palette = null; } };
    },
    pages() { return [...document.querySelectorAll('nav.side li > a[href]')].map(a => ({ name: [...a.querySelectorAll(':scope > span:not(.rzi)')].map(s => s.firstChild?.textContent ?? '').join(' ').trim() || a.textContent.trim(), href: a.getAttribute('href') })); },
    here() { return true; },      // a browser that sleeps does not answer
    // Counts the seconds in which a page is in front of somebody who uses it, and tells them every fifteen; two minutes without a key or a pointer are no work.
    work(page) {
      let seconds = 0;
      const send = () => { if (seconds > 0) { page.invokeMethodAsync('Worked', seconds).catch(() => {}); seconds = 0; } };
      const timer = setInterval(() => {
        if (document.visibilityState !== 'visible' || Date.now() - last > 2 * minute) return;
        seconds += 1;
        if (seconds >= 15) send();
      }, 1000);
      return { dispose: () => { clearInterval(timer); } };
    },
    show(id) { document.getElementById(id)?.scrollIntoView({ block: 'nearest' }); },
    focus(id) { const found = document.getElementById(id); found?.focus(); found?.select?.(); },
    zone(id, page) {
      const zone = document.getElementById(id);
      if (!zone) return false;
      if (zone.dataset.ready) return true;
      zone.desk = page;
      zone.dataset.ready = 'true';
      zone.querySelector('input[type=file]').addEventListener('change', e => { uploadAll([...e.target.files], zone); e.target.value = ''; });
      zone.addEventListener('dragover', e => { e.preventDefault(); zone.classList.add('over'); });
      zone.addEventListener('dragleave', () => zone.classList.remove('over'));
      zone.addEventListener('drop', e => { e.preventDefault(); zone.classList.remove('over'); uploadAll([...e.dataTransfer.files], zone); });
      return true;
    },
  };
})();
