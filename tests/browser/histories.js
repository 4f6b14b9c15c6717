// Plays the histories of tests/assessments/domain/histories.py with the device's own merge.
async (histories) => {
  const { merge, normalised, overlaid, statedFields } = await import("/static/js/workspace/merge.js");
  const FINDING = ["details", "workers", "attribution"];
  const same = (answer) => { const { letter, details, workers, attribution, note } = normalised(answer); return [letter, details, workers, attribution, note]; };

  const take = (server, change) => {
    if (server.log.has(change.id)) return;
    const { answer, held } = merge(server.answer, change.seen, change.given, change.settles.length > 0);
    server.answer = answer;
    server.log.set(change.id, { ...change, held, settledBy: "" });
    if (held.length) return;
    for (const entry of server.log.values()) {
      if (!entry.held.length || entry.settledBy) continue;
      const given = normalised(entry.given);
      const stands = entry.held.every((name) => given[name] === answer[name]);
      if (change.settles.includes(entry.id) || stands) entry.settledBy = change.id;
    }
  };
  const view = (device) => device.unsent.reduce(
    (shown, { seen, given, settles }) => overlaid(shown, seen, given, settles.length > 0), normalised(device.known),
  );
  const change = (device, given, seen = view(device), settles = []) => {
    if (!statedFields(seen, given, settles.length > 0).length) return;
    device.made += 1;
    device.unsent.push({ id: `${device.number}/${device.made}`, seen: normalised(seen), given: normalised(given), settles });
  };
  const steps = {
    set(device, server, name, value) {
      if (!FINDING.includes(name) || view(device).letter === "N") change(device, { ...view(device), [name]: value });
    },
    start(device, server, name) {
      if (!device.typing && (name === "note" || view(device).letter === "N")) device.typing = [name, view(device)[name]];
    },
    leave(device, server, value) {
      if (!device.typing) return;
      const [name, seen] = device.typing;
      device.typing = null;
      const shown = view(device);
      if (name === "details" && shown.letter !== "N") shown.letter = "N";
      change(device, { ...shown, [name]: value }, { ...shown, [name]: seen });
    },
    settle(device, server, choice) {
      if (!device.conflicts.length || device.unsent.length) return;
      const answers = [device.known, ...device.conflicts.map(([, answer]) => answer)];
      change(device, answers[choice % answers.length], view(device), device.conflicts.map(([id]) => id));
    },
    lost(device, server) { for (const one of device.unsent) take(server, one); },
    sync(device, server) {
      steps.lost(device, server);
      device.unsent = [];
      device.known = server.answer;
      device.conflicts = [...server.log.values()].filter((entry) => entry.held.length && !entry.settledBy)
        .map((entry) => [entry.id, normalised(entry.given)]);
    },
  };
  return histories.map((history) => {
    const server = { answer: normalised({}), log: new Map() };
    const devices = [0, 1, 2].map((number) => ({ number, known: {}, conflicts: [], unsent: [], typing: null, made: 0 }));
    const views = [];
    for (const [name, number, ...rest] of history) {
      steps[name](devices[number], server, ...rest);
      views.push(same(view(devices[number])));
    }
    return [
      same(server.answer), [...server.log.values()].map((entry) => [entry.id, entry.held, entry.settledBy]), views,
    ];
  });
}
