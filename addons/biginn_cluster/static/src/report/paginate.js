/** @odoo-module ignore **/
/*
 * Breaks the pages of our documents where wkhtmltopdf cannot (builds without patched Qt): rows stay
 * whole, every part of a table carries its head, a heading stays with what follows, the last block
 * stays together, and each page gets its number and, on drafts, its watermark.
 *
 * Runs in the old WebKit of wkhtmltopdf, so no syntax later than ES5. Everything is measured before
 * anything is moved: `pageTop` is where the current page begins in the unbroken flow.
 */
(function () {
    "use strict";

    var FOOT = 34; // room kept free for the page number, in CSS pixels
    var UNITS = [
        "h2",
        "p",
        "li",
        ".o_biginn_keep",
        "table.o_biginn_table > tbody > tr",
        "table.o_biginn_table > tfoot > tr",
    ].join(",");

    function isRow(el) {
        return el.tagName === "TR";
    }

    function tableOf(row) {
        return row.parentNode.parentNode;
    }

    function isNested(el, doc) {
        for (var up = el.parentNode; up && up !== doc; up = up.parentNode) {
            if (/(^| )o_biginn_keep( |$)/.test(up.className) || up.tagName === "TR") {
                return true;
            }
        }
        return false;
    }

    function measure(doc) {
        var origin = doc.getBoundingClientRect().top;
        var found = doc.querySelectorAll(UNITS);
        var units = [];
        for (var i = 0; i < found.length; i++) {
            var el = found[i];
            if (isNested(el, doc)) {
                continue;
            }
            var box = el.getBoundingClientRect();
            var unit = {
                el: el,
                top: box.top - origin,
                bottom: box.bottom - origin,
                head: 0,
                // the element that takes the break when this unit does not fit
                at: el,
            };
            if (isRow(el)) {
                var table = tableOf(el);
                var head = table.tHead;
                unit.head = head ? head.getBoundingClientRect().height : 0;
                if (table.tBodies[0] && table.tBodies[0].rows[0] === el) {
                    unit.at = table;
                    unit.top = table.getBoundingClientRect().top - origin;
                }
            }
            units.push(unit);
        }
        return units;
    }

    /* A total never stands alone on a page, and neither does a heading. */
    function startOf(units, index) {
        while (
            index > 0 &&
            ((isRow(units[index].el) &&
                units[index].el.parentNode.tagName === "TFOOT" &&
                isRow(units[index - 1].el)) ||
                units[index - 1].el.tagName === "H2")
        ) {
            index--;
        }
        return index;
    }

    function plan(units, height) {
        var pageTop = 0;
        var pages = 1;
        var breaks = [];
        var firstOnPage = 0;
        for (var i = 0; i < units.length; i++) {
            var unit = units[i];
            while (unit.top - pageTop >= height) {
                pageTop += height; // text that broke by itself
                pages++;
                firstOnPage = i;
            }
            if (unit.bottom - pageTop <= height) {
                continue;
            }
            var start = startOf(units, i);
            if (start <= firstOnPage) {
                start = i;
            }
            var tall = unit.bottom - unit.top > height / 2;
            if (start > firstOnPage && !(tall && unit.el.tagName === "P")) {
                var first = units[start];
                breaks.push(first.at);
                pageTop = first.top - (first.at === first.el ? first.head : 0);
                firstOnPage = start;
                pages++;
                i = start; // measure again what moved along
            }
            while (unit.bottom - pageTop > height && i === start) {
                pageTop += height; // taller than a page
                pages++;
            }
        }
        var end = units.length ? units[units.length - 1].bottom : 0;
        while (end - pageTop > height) {
            pageTop += height;
            pages++;
        }
        return {breaks: breaks, pages: pages};
    }

    function splitTable(row) {
        var table = tableOf(row);
        var rest = table.cloneNode(false);
        for (var part = table.firstChild; part; part = part.nextSibling) {
            if (part.tagName === "COLGROUP" || part.tagName === "THEAD") {
                rest.appendChild(part.cloneNode(true));
            }
        }
        var body = row.parentNode.cloneNode(false);
        rest.appendChild(body);
        while (row) {
            var next = row.nextSibling;
            body.appendChild(row);
            row = next;
        }
        if (table.tFoot) {
            rest.appendChild(table.tFoot);
        }
        table.parentNode.insertBefore(rest, table.nextSibling);
        return rest;
    }

    function stamp(doc, pages, step) {
        var watermark = doc.querySelector(".o_biginn_watermark");
        if (watermark) {
            watermark.style.height = watermark.style.lineHeight = step - FOOT + "px";
        }
        for (var page = 0; page < pages; page++) {
            var number = document.createElement("div");
            number.className = "o_biginn_page_number";
            number.style.top = (page + 1) * step - 22 + "px";
            number.textContent = page + 1 + " / " + pages;
            doc.appendChild(number);
            if (watermark && page) {
                var copy = watermark.cloneNode(true);
                copy.style.top = page * step + "px";
                doc.insertBefore(copy, doc.firstChild);
            }
        }
    }

    function paginate(doc) {
        var step = parseFloat(doc.getAttribute("data-page-height"));
        doc.style.width = doc.getAttribute("data-page-width") + "px";
        var result = plan(measure(doc), step - FOOT);
        // From the end: a table cut twice keeps its later rows where they belong.
        for (var i = result.breaks.length - 1; i >= 0; i--) {
            var el = result.breaks[i];
            (isRow(el) ? splitTable(el) : el).style.pageBreakBefore = "always";
        }
        stamp(doc, result.pages, step);
    }

    window.addEventListener("load", function () {
        var docs = document.querySelectorAll(".o_biginn_doc[data-page-height]");
        for (var i = 0; i < docs.length; i++) {
            paginate(docs[i]);
        }
    });
})();
