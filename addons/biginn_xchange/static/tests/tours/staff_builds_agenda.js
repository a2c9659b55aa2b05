import {registry} from "@web/core/registry";

const click = (content, trigger) => ({content, trigger, run: "click"});
const fill = (content, trigger, text) => ({content, trigger, run: `edit ${text}`});
const column = (day) => `.o_biginn_column[data-key='${day}']`;
const block = (name) => `.o_biginn_block:contains('${name}')`;
const see = (content, trigger) => ({content, trigger});

/** Press a key on a block, as people without a mouse do. */
const press = (name, day, key) => ({
    content: `${key} on ${name}`,
    trigger: `${column(day)} ${block(name)}`,
    run: ({anchor}) => {
        anchor.focus();
        const [shift, plain] = key.startsWith("Shift+")
            ? [true, key.slice(6)]
            : [false, key];
        const options = {key: plain, shiftKey: shift, bubbles: true, cancelable: true};
        anchor.dispatchEvent(new KeyboardEvent("keydown", options));
    },
});

/** Take hold of a block and let it go so many minutes further, in the column of a day. */
const drag = (name, day, minutes) => ({
    content: `${name} to ${day}`,
    trigger: block(name),
    run: ({anchor}) => {
        const from = anchor.getBoundingClientRect();
        const to = document.querySelector(column(day)).getBoundingClientRect();
        const at = {bubbles: true, cancelable: true, button: 0, pointerType: "mouse"};
        const start = {clientX: from.left + 8, clientY: from.top + 8};
        const stop = {clientX: to.left + 20, clientY: from.top + 8 + minutes};
        anchor.dispatchEvent(new PointerEvent("pointerdown", {...at, ...start}));
        window.dispatchEvent(new PointerEvent("pointermove", {...at, ...stop}));
        anchor.dispatchEvent(new PointerEvent("pointerup", {...at, ...stop}));
    },
});

const save = [
    click("Save the item", ".modal .o_form_button_save"),
    see("It is closed", "body:not(:has(.modal))"),
];

/** Click where an item begins, on a day. */
const point = (day, hour) => ({
    content: `At ${hour} on ${day}`,
    trigger: `${column(day)} .o_biginn_column_body`,
    run: ({anchor}) => {
        const {left, top} = anchor.getBoundingClientRect();
        const at = {
            bubbles: true,
            button: 0,
            clientX: left + 5,
            clientY: top + (hour - 8) * 60 + 2,
        };
        anchor.dispatchEvent(new PointerEvent("pointerdown", at));
        anchor.dispatchEvent(new PointerEvent("pointerup", at));
    },
});

const item = (name, kind, from, to, start) => [
    start || click("A new item", ".o_biginn_builder_new"),
    fill("Its name", ".modal [name=name] input", name),
    {
        content: "Its kind",
        trigger: ".modal [name=kind] input, .modal [name=kind] select",
        run: ({anchor}) => anchor.click(),
    },
    click(
        "The kind",
        `.o_select_menu_item:contains('${kind}'), .dropdown-item:contains('${kind}')`,
    ),
    fill("From", ".modal [name=start_hour] input", from),
    fill("To", ".modal [name=stop_hour] input", to),
    ...save,
    see(`${name} stands there`, block(name)),
];

/** A new agenda of three days in Copenhagen, with the day on which the clocks change. */
registry.category("web_tour.tours").add("biginn_staff_builds_agenda", {
    steps: () => [
        see("The agenda", ".o_form_view [name=agenda_first_day]"),
        click("Build the programme", "button[name=action_open_builder]:visible"),
        see("Three days", `${column("2027-03-29")}`),
        see(
            "The clock there",
            ".o_biginn_builder_zone:contains('UTC+01:00 → UTC+02:00')",
        ),
        ...item("Welcome", "Other", "9:00", "9:30"),
        ...item("Tour", "Facility visit", "9:30", "12:00"),
        // Draw nothing, click nothing: copy what is there
        click("Copy a day", ".o_biginn_builder_copy_day"),
        see("The next free day is proposed", ".modal [name=to_day]"),
        click("Copy it", ".modal button[name=action_copy]"),
        see("It is there", `${column("2027-03-28")} ${block("Tour")}`),
        // Over the night in which the clocks change, to Monday
        drag("Welcome", "2027-03-29", 60),
        see(
            "On Monday",
            `${column("2027-03-29")} ${block("Welcome")}:contains('10:00')`,
        ),
        press("Welcome", "2027-03-29", "ArrowDown"),
        see("A quarter later", `${block("Welcome")}:contains('10:15')`),
        press("Welcome", "2027-03-29", "Shift+ArrowDown"),
        see("A quarter longer", `${block("Welcome")}:contains('11:00')`),
        click("That was too long", ".o_biginn_builder_undo"),
        see("Back", `${block("Welcome")}:contains('10:45')`),
        // A dinner that clashes
        ...item("Dinner", "Networking", "11:00", "13:00", point("2027-03-28", 11)),
        see("It says so", `.o_biginn_builder_findings:contains('everybody is in')`),
        click("Go there", ".o_biginn_builder_findings button:contains('Dinner')"),
        click("What it is", `${block("Dinner")}`),
        see(
            "Beside the item",
            ".o_biginn_item_popover .alert:contains('everybody is in')",
        ),
        click("Change it", ".o_biginn_item_popover .o_biginn_item_edit"),
        fill("Later", ".modal [name=start_hour] input", "19:00"),
        fill("Until", ".modal [name=stop_hour] input", "22:00"),
        ...save,
        see(
            "Nothing to look at",
            ".o_biginn_builder_findings:contains('Nothing to look at')",
        ),
        // The tour on Sunday begins late: what follows moves with it
        click("The tour on Sunday", `${column("2027-03-28")} ${block("Tour")}`),
        click("Shift", ".o_biginn_item_popover .o_biginn_item_shift"),
        fill("By half an hour", ".modal [name=minutes] input", "30"),
        see("It says what moves", ".modal [name=preview]:contains('Dinner')"),
        click("Shift it", ".modal button[name=action_shift]"),
        see("It has moved", `${block("Dinner")}:contains('7:30')`),
        click("By place", ".o_biginn_builder_places"),
        see("Places", `.o_biginn_column:contains('Without a place')`),
    ],
});
