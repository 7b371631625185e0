/**
 * The parsed XML as bpmn-moddle gives it, in the part that the engine reads. Names are those of the
 * BPMN 2.0 meta-model; a property that the XML leaves out is absent or has its BPMN default.
 */
export interface BpmnElement {
  readonly $type: string;
  readonly $parent?: BpmnElement;
  readonly id?: string;
  readonly name?: string;
  /** Attributes of namespaces that the meta-model does not know, with their prefixes; also `xmlns:…`. */
  readonly $attrs?: { readonly [name: string]: string };
  readonly extensionElements?: { readonly values?: readonly ZeebeExtension[] };

  readonly rootElements?: readonly BpmnElement[];
  readonly isExecutable?: boolean;
  readonly flowElements?: readonly BpmnElement[];
  readonly artifacts?: readonly BpmnElement[];

  readonly incoming?: readonly BpmnElement[];
  readonly outgoing?: readonly BpmnElement[];
  readonly gatewayDirection?: string;
  readonly processType?: string;
  readonly isImmediate?: boolean;

  readonly sourceRef?: BpmnElement;
  readonly targetRef?: BpmnElement;
  readonly conditionExpression?: BpmnExpression;
  readonly default?: BpmnElement;

  readonly attachedToRef?: BpmnElement;
  readonly cancelActivity?: boolean;
  readonly parallelMultiple?: boolean;
  readonly eventDefinitions?: readonly BpmnElement[];
  readonly eventDefinitionRef?: readonly BpmnElement[];
  readonly messageRef?: BpmnElement;
  readonly errorRef?: BpmnElement;
  readonly errorCode?: string;
  readonly timeDate?: BpmnExpression;
  readonly timeDuration?: BpmnExpression;
  readonly timeCycle?: BpmnExpression;

  readonly activityRef?: BpmnElement;
  readonly waitForCompletion?: boolean;

  readonly signalRef?: BpmnElement;
  readonly escalationRef?: BpmnElement;
  readonly escalationCode?: string;
  readonly condition?: BpmnExpression;
  readonly triggeredByEvent?: boolean;
  readonly isInterrupting?: boolean;
  readonly calledElement?: string;
  readonly activationCondition?: BpmnExpression;
  readonly completionCondition?: BpmnExpression;
  readonly cancelRemainingInstances?: boolean;
  readonly isSequential?: boolean;
  readonly testBefore?: boolean;
  readonly loopCondition?: BpmnExpression;
  readonly loopMaximum?: number;
  readonly loopCharacteristics?: BpmnElement;
  readonly loopCardinality?: BpmnExpression;
  readonly loopDataInputRef?: BpmnElement;
  /** Of a link: the one it leads to, where that is said and not only named alike. */
  readonly target?: BpmnElement;
  readonly isForCompensation?: boolean;
  readonly startQuantity?: number;
  readonly completionQuantity?: number;
  readonly instantiate?: boolean;
}

export interface BpmnExpression {
  readonly body?: string;
}

/** Any `zeebe:` extension element; which properties it has depends on `$type`. */
export interface ZeebeExtension {
  readonly $type: string;
  readonly type?: string;
  readonly retries?: string;
  readonly values?: readonly ZeebeExtension[];
  readonly key?: string;
  readonly value?: string;
  readonly inputParameters?: readonly ZeebeExtension[];
  readonly outputParameters?: readonly ZeebeExtension[];
  readonly source?: string;
  readonly target?: string;
  readonly correlationKey?: string;
  readonly formId?: string;
  readonly formKey?: string;
  readonly externalReference?: string;
  readonly bindingType?: string;
  readonly assignee?: string;
  readonly candidateGroups?: string;
  readonly candidateUsers?: string;
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority?: string;
  readonly decisionId?: string;
  readonly resultVariable?: string;
  readonly expression?: string;
  readonly listeners?: readonly ZeebeExtension[];
  readonly eventType?: string;
  readonly variableNames?: string;
  readonly inputCollection?: string;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: string;
  readonly processId?: string;
  readonly propagateAllChildVariables?: boolean;
  readonly propagateAllParentVariables?: boolean;
  readonly versionTag?: string;
  readonly activeElementsCollection?: string;
}

/** The extension `zeebe:<name>` of an element, e.g. `TaskDefinition`. */
export const extension = (element: BpmnElement, name: string): ZeebeExtension | undefined =>
  element.extensionElements?.values?.find((value) => value.$type === `zeebe:${name}`);

/** `bpmn:UserTask` as people read it: `user task`. */
export const kindName = ($type: string): string =>
  $type
    .replace(/^bpmn:/, '')
    .replace(/(?!^)([A-Z])/g, ' $1')
    .toLowerCase();

/** `an error`, `a timer`. */
export const withArticle = (words: string): string => `${/^(?!us)[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;

/** `user task 'approve'`, for messages. */
export const describe = (element: BpmnElement): string => {
  const kind = kindName(element.$type);
  return element.id === undefined ? `${kind} without an id` : `${kind} '${element.id}'`;
};
