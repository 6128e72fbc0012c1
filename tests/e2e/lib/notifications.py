"""Owns org.freedesktop.Notifications on the session bus and prints each notification it receives as a line of JSON.

Not a notification daemon for people. What a newcomer would get wrong: it must be the Python that has Debian's gi.
"""

import json
import sys

from gi.repository import Gio, GLib

INTERFACE = """<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""

count = 0


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def called(_bus, _sender, _path, _interface, method, parameters, invocation):
    global count
    if method == "Notify":
        app, _replaces, _icon, summary, body, _actions, _hints, _timeout = parameters.unpack()
        count += 1
        say(app=app, summary=summary, body=body)
        invocation.return_value(GLib.Variant("(u)", (count,)))
    elif method == "GetCapabilities":
        invocation.return_value(GLib.Variant("(as)", (["body"],)))
    elif method == "GetServerInformation":
        invocation.return_value(GLib.Variant("(ssss)", ("vungsam-e2e", "vungsam", "1", "1.2")))
    else:
        invocation.return_value(None)


def on_bus(bus, _name):
    node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
    bus.register_object("/org/freedesktop/Notifications", node.interfaces[0], called, None, None)


Gio.bus_own_name(
    Gio.BusType.SESSION,
    "org.freedesktop.Notifications",
    Gio.BusNameOwnerFlags.NONE,
    on_bus,
    lambda _bus, _name: say(ready=True),
    lambda _bus, _name: sys.exit("the name was lost"),
)
GLib.MainLoop().run()
