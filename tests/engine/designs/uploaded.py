"""Diagrams as other tools write them, for designs."""

CAMUNDA = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler"
 exporterVersion="5.19.0">
 <bpmn:process id="Borrow_Room" name="借用教室" isExecutable="false" camunda:historyTimeToLive="30">
  <bpmn:startEvent id="Start_1" name="开始"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
  <bpmn:userTask id="Task_fill" name="填写借用申请"><bpmn:incoming>Flow_1</bpmn:incoming>
   <bpmn:outgoing>Flow_2</bpmn:outgoing></bpmn:userTask>
  <bpmn:userTask id="Task_head" name="部门意见"><bpmn:incoming>Flow_2</bpmn:incoming>
   <bpmn:outgoing>Flow_3</bpmn:outgoing></bpmn:userTask>
  <bpmn:userTask id="Task_room" name="安排教室"><bpmn:incoming>Flow_3</bpmn:incoming>
   <bpmn:outgoing>Flow_4</bpmn:outgoing></bpmn:userTask>
  <bpmn:endEvent id="End_1" name="办结"><bpmn:incoming>Flow_4</bpmn:incoming></bpmn:endEvent>
  <bpmn:sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="Task_fill" />
  <bpmn:sequenceFlow id="Flow_2" sourceRef="Task_fill" targetRef="Task_head" />
  <bpmn:sequenceFlow id="Flow_3" sourceRef="Task_head" targetRef="Task_room" />
  <bpmn:sequenceFlow id="Flow_4" sourceRef="Task_room" targetRef="End_1" />
 </bpmn:process>
 <bpmndi:BPMNDiagram id="Diagram_1"><bpmndi:BPMNPlane id="Plane_1" bpmnElement="Borrow_Room">
  <bpmndi:BPMNShape id="Start_1_di" bpmnElement="Start_1"><dc:Bounds x="160" y="102" width="36" height="36" />
  </bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="Task_fill_di" bpmnElement="Task_fill">
   <dc:Bounds x="260" y="80" width="100" height="80" /></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="Task_head_di" bpmnElement="Task_head">
   <dc:Bounds x="420" y="80" width="100" height="80" /></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="Task_room_di" bpmnElement="Task_room">
   <dc:Bounds x="580" y="80" width="100" height="80" /></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="End_1_di" bpmnElement="End_1"><dc:Bounds x="742" y="102" width="36" height="36" />
  </bpmndi:BPMNShape>
  <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1"><di:waypoint x="196" y="120" />
   <di:waypoint x="260" y="120" /></bpmndi:BPMNEdge>
  <bpmndi:BPMNEdge id="Flow_2_di" bpmnElement="Flow_2"><di:waypoint x="360" y="120" />
   <di:waypoint x="420" y="120" /></bpmndi:BPMNEdge>
  <bpmndi:BPMNEdge id="Flow_3_di" bpmnElement="Flow_3"><di:waypoint x="520" y="120" />
   <di:waypoint x="580" y="120" /></bpmndi:BPMNEdge>
  <bpmndi:BPMNEdge id="Flow_4_di" bpmnElement="Flow_4"><di:waypoint x="680" y="120" />
   <di:waypoint x="742" y="120" /></bpmndi:BPMNEdge>
 </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
""".encode()
"""Camunda 7: not marked as executable, and nobody handles its last two steps. Three repairs make it run."""

HOSTILE = {
    "empty.bpmn": b" ",
    "binary.bpmn": bytes(range(256)) * 20,
    "doctype.bpmn": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "deep.bpmn": b"<a>" * 5000,
    "html.html": "<html><script>alert(1)</script></html>".encode("utf-16"),
    "broken.zip": b"PK\x03\x04" + b"\0" * 30,
    "../../etc/cron.d/x.bpmn": CAMUNDA[:900],
    "foreign.bpmn": b'<definitions xmlns="urn:other"><process/></definitions>',
}
